# options: {pattern = "show($A)", to = "tmp = $A\nprint(tmp)", names = "text"}
# refuses: name-taken
def f(tmp):
    show(1)
    return tmp
