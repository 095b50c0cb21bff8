# options: {pattern = "print($$$)", delete = true, unfit = "leave"}
# notes: code.py:1: left as it is: its value is used there
x = print(1)
