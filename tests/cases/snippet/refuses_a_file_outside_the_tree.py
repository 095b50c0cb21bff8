# options: {file = "../a.txt", action = "append", code = "x"}
# refuses: outside
# file: Makefile
all:
	echo 1

test: all
	pytest
