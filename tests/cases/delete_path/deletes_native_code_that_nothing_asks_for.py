# options: {paths = ["csrc/legacy.cpp"], reason = "nobody calls it"}
# import: no
# file: csrc/legacy.cpp
extern "C" {
// folds
int tt_fold(int *ops, int count) {
  for (int i = 0; i < count; ++i) { ops[i] = 0; }
  return count;
}
}

extern "C" int tt_tile(int size) { return size; }

static int hidden_one(int size) { return size; }
# file: CMakeLists.txt
# csrc/legacy.cpp is what the old passes called
file(GLOB SOURCES CONFIGURE_DEPENDS csrc/*.cpp)
add_library(tt SHARED ${SOURCES})
# file: csrc/kept.cpp
// tt_fold was here once
extern "C" int tt_run(int size) { return size; }
static int hidden_one(int size) { return size; }
# file: pkg/__init__.py
import ctypes

def run(library: ctypes.CDLL) -> int:
    return library.tt_run(1)
# after
# file: CMakeLists.txt
...
# file: csrc/kept.cpp
...
# file: pkg/__init__.py
...
