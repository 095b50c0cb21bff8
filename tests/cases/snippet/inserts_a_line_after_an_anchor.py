# options: {file = "Makefile", action = "insert-after", anchor = "pytest", code = "echo done"}
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
	echo done
