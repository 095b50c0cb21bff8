# options: {pattern = "print($$$)", delete = true}
# refuses: value-used
x = print(1)
print(2)
