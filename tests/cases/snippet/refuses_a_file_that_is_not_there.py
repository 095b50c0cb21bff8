# options: {file = "makefile", action = "append", code = "echo"}
# refuses: no-such-file
# file: Makefile
all:
	echo 1

test: all
	pytest
