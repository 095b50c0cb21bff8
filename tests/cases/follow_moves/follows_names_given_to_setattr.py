# options: {symbols = {"pkg.a.f" = "pkg.a.g"}}
# import: no
# file: use.py
import pkg.a


def test(monkeypatch):
    monkeypatch.setattr(pkg.a, "f", None)
    monkeypatch.setattr("pkg.a.f", None)
    getattr(pkg, "f")
# after
# file: use.py
import pkg.a


def test(monkeypatch):
    monkeypatch.setattr(pkg.a, "g", None)
    monkeypatch.setattr("pkg.a.g", None)
    getattr(pkg, "f")
