# options: {at = "code.b", action = "replace", code = "b = 3"}
# refuses: shares-statement
a = b = 2
