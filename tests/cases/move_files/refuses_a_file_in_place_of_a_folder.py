# options: {move = {"a.txt" = "b.txt/a.txt"}}
# refuses: name-taken
# file: a.txt
a
# file: b.txt
b
