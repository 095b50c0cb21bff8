# options: {move = {"a.txt" = "b.txt", "b.txt" = "c.txt"}}
# refuses: chain
# file: a.txt
a
# file: b.txt
b
