# options: {move = {"a.txt" = "a.txt"}}
# file: a.txt
a
# file: b.txt
b
