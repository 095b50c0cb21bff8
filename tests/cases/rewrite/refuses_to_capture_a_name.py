# options: {pattern = "old($A)", to = "[x for x in y if $A]", names = "text"}
# refuses: captured-name
def f(x):
    return old(x > 1)
