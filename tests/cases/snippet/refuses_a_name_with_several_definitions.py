# options: {at = "code.f", action = "replace", code = "def f(): return 3"}
# refuses: ambiguous
def f(): return 1
def f(): return 2
