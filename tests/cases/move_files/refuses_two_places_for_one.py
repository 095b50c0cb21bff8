# options: {move = {"a.txt" = "c.txt", "*.txt" = "d"}}
# refuses: ambiguous
# file: a.txt
a
# file: b.txt
b
