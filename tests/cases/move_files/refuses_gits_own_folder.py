# options: {move = {"a.txt" = ".git/a.txt"}}
# refuses: outside
# file: a.txt
a
# file: b.txt
b
