from tt_pipeline import runtime


def test_without_a_library_nothing_is_loaded(monkeypatch):
    monkeypatch.delenv("TT_PIPELINE_LIBRARY", raising=False)
    assert runtime.load() is None
