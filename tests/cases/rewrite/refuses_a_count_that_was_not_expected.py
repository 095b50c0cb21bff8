# options: {pattern = "old($A)", to = "new($A)", names = "text", expect = {min = 1}}
# refuses: unexpected-count
olds(1)
