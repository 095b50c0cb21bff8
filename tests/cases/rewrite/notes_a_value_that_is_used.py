# options: {pattern = "check($A)", to = "assert $A", names = "text"}
# notes: code.py:1: left as it is: its value is used
# import: no
x = check(1)
