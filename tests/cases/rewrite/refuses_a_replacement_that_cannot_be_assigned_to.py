# options: {pattern = "$A.old", to = "new($A)", names = "text"}
# refuses: assigned
x.old = 1
