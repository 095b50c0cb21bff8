# options: {paths = ["csrc/legacy"], reason = "nobody calls it"}
# refuses: still-referenced
# import: no
# file: csrc/kept.cpp
#include "legacy/fold.h"
# file: csrc/legacy/fold.h
int fold(int size);
