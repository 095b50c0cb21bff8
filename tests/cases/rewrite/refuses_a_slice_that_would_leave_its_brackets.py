# options: {pattern = "$A[$B]", to = "get($A, $B)", names = "text"}
# refuses: slice
x[1:2]
x[1, :]
