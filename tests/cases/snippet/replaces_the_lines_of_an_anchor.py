# options: {file = "Makefile", action = "replace", anchor = "test: all\n\tpytest", code = "test:\n\tpytest -q"}
# file: Makefile
all:
	echo 1

test: all
	pytest
# after
# file: Makefile
all:
	echo 1

test:
	pytest -q
