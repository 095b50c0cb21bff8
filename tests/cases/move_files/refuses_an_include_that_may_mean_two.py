# options: {move = {"a/x.h" = "c/x.h"}}
# refuses: unproven-path
# file: a/x.h
int a;
# file: b/x.h
int b;
# file: main.c
#include "x.h"
