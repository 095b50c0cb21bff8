# options: {keep = "test_a.TestIt", drop = ["test_b.TestIt"]}
# refuses: test-class
# file: test_a.py
class TestIt:
    def test(self): ...
# file: test_b.py
class TestIt:
    def test(self): ...
