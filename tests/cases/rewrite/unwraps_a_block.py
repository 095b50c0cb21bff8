# options: {pattern = "if DEBUG: $$$BODY", to = "$$$BODY", names = "text"}
def f():
    if DEBUG:
        # why
        a = 1
        if a:
            b = 2
    if DEBUG:
        c = 1
    else:
        c = 2
# after
def f():
    # why
    a = 1
    if a:
        b = 2
    if DEBUG:
        c = 1
    else:
        c = 2
