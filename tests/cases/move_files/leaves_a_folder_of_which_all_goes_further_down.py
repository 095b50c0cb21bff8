# options: {move = {"data/a.txt" = "data/old/a.txt", "data/b.txt" = "data/old/b.txt"}}
# file: Makefile
all:
	cat data/a.txt
	ls data
# file: data/a.txt
one
# file: data/b.txt
two
# after
# file: Makefile
all:
	cat data/old/a.txt
	ls data
# file: data/old/a.txt
one
# file: data/old/b.txt
two
