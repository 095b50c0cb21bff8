# options: {move = {"a.txt" = "../a.txt"}}
# refuses: outside
# file: a.txt
a
# file: b.txt
b
