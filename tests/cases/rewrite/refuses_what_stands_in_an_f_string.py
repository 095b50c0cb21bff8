# options: {pattern = "old($A)", to = "new($A)", names = "text"}
# refuses: f-string
old(1)
x = f"{old(2)}"
