# options: {pattern = "old($A)", to = "new($A)", names = "text", expect = {max = 1}}
# refuses: unexpected-count
old(1) + old(2)
