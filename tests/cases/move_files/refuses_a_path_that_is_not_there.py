# options: {move = {"c.txt" = "d.txt"}}
# refuses: no-such-path
# file: a.txt
a
# file: b.txt
b
