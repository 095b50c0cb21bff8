# options: {new = "csrc_edited", place = "csrc", to = "archive/csrc"}
# refuses: lost-path
# file: Makefile
lib: csrc/old.c
	cc csrc/old.c
# file: csrc/old.c
int x;
# file: csrc_edited/ops.c
int x;
