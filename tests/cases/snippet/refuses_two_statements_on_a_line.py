# options: {at = "code.b", action = "replace", code = "b = 3"}
# refuses: shares-line
a = 1; b = 2
