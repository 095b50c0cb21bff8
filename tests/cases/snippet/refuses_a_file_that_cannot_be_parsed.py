# options: {at = "code.f", action = "delete"}
# refuses: syntax-error
def f(:
