# options: {new = "csrc_edited", place = "csrc", to = "archive/csrc", words = {libops_edited = "libops", OPS_EDITED = "OPS"}}
# file: Makefile
OPS_EDITED = build
lib: csrc_edited/ops.c
	make -C csrc_edited
	cc -Icsrc_edited/include -o csrc_edited/libops_edited.so csrc_edited/ops.c
# file: CMakeLists.txt
add_library(ops csrc_edited/ops.c csrc_edited/table.c)
# file: csrc/ops.c
int one(void) { return 1; }
# file: csrc_edited/ops.c
#include "include/ops.h"
int one(void) { return 1; }
# file: csrc_edited/table.c
#include "../csrc_edited/include/ops.h"
# file: csrc_edited/include/ops.h
int one(void);
# file: loader/__init__.py
# file: loader/native.py
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "csrc_edited" / "libops_edited.so"
# after
# file: CMakeLists.txt
add_library(ops csrc/ops.c csrc/table.c)
# file: Makefile
OPS = build
lib: csrc/ops.c
	make -C csrc
	cc -Icsrc/include -o csrc/libops.so csrc/ops.c
# file: archive/csrc/ops.c
int one(void) { return 1; }
# file: csrc/include/ops.h
int one(void);
# file: csrc/ops.c
#include "include/ops.h"
int one(void) { return 1; }
# file: csrc/table.c
#include "include/ops.h"
# file: loader/__init__.py
# file: loader/native.py
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIBRARY = ROOT / "csrc" / "libops.so"
