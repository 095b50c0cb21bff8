# options: {move = {"c.txt" = "b.txt"}}
# notes: `c.txt` is `b.txt` already
# file: a.txt
a
# file: b.txt
b
