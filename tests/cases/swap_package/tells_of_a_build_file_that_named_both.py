# options: {new = "csrc_edited", place = "csrc", old = "delete"}
# notes: Makefile named both trees: see to what stands there twice now
# file: Makefile
old: csrc/ops.c
new: csrc_edited/ops.c
# file: csrc/ops.c
int one;
# file: csrc_edited/ops.c
int two;
# after
# file: Makefile
old: csrc/ops.c
new: csrc/ops.c
# file: csrc/ops.c
int two;
