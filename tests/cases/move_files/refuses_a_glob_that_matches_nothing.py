# options: {move = {"*.rst" = "docs"}}
# refuses: no-such-path
# file: a.txt
a
# file: b.txt
b
