# options: {pattern = "assert $A == $A", delete = true}
def f(a, b):
    assert a == b
    assert a == a, "said"
    assert a == a == a
    assert 1 == 1.0 and True
