# options: {pattern = "old($A, $B)", to = "new($B)", names = "text"}
# refuses: comment-lost
x = 1; old(1,
    # why
    2)
