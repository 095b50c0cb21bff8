# options: {pattern = "def test_old($$$): $$$B", delete = true}
import math


def test_old():
    x = math.pi
    assert x > 3  # about


def test_new():
    assert True
# after
def test_new():
    assert True
