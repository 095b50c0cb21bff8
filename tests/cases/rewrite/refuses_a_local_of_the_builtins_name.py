# options: {pattern = "list($A)", to = "sorted($A)"}
# refuses: shadowed
def f(sorted, x):
    return list(x)
