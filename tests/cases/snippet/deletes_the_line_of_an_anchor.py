# options: {file = "Makefile", action = "delete", anchor = "echo 1"}
# file: Makefile
all:
	echo 1

test: all
	pytest
# after
# file: Makefile
all:

test: all
	pytest
