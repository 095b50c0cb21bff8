# options: {paths = ["csrc/legacy.cpp"], reason = "nobody calls it"}
# refuses: still-referenced
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
# file: csrc/kept.cpp
extern "C" int tt_tile(int size);
int run() { return tt_tile(4); }
