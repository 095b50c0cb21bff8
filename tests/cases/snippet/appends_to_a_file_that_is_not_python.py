# options: {file = "Makefile", action = "append", code = "lint:\n\truff"}
# file: Makefile
all:
	echo 1

test: all
	pytest
# after
# file: Makefile
all:
	echo 1

test: all
	pytest
lint:
	ruff
