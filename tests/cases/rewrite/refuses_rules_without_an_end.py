# options: {rules = [{pattern = "a($A)", to = "b($A)"}, {pattern = "b($A)", to = "a($A)"}], names = "text"}
# refuses: endless
a(1)
