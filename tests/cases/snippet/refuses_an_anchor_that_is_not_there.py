# options: {file = "Makefile", action = "insert-after", anchor = "py test", code = "echo"}
# refuses: no-anchor
# file: Makefile
all:
	echo 1

test: all
	pytest
