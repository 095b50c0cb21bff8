# options: {pattern = "def test_old($$$): $$$B", delete = true}
import math


def test_first():
    assert True


def test_old():
    x = math.pi
    assert x > 3  # about


# how it is now
def test_new():
    class Case:
        def run(self): ...

        @property
        def test_old(self):
            """Gone too."""

    assert Case


def test_old(x):
    pass
# after
def test_first():
    assert True


# how it is now
def test_new():
    class Case:
        def run(self): ...

    assert Case
