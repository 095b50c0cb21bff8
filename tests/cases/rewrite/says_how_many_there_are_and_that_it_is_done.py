# options: {pattern = "old($A)", to = "new($A)", names = "text", expect = {min = 2}}
# notes: `old($A)`: 2 places
old(1)
old(old)
# after
new(1)
new(old)
