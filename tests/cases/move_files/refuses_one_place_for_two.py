# options: {move = {"a.txt" = "c.txt", "b.txt" = "c.txt"}}
# refuses: name-taken
# file: a.txt
a
# file: b.txt
b
