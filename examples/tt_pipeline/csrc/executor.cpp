#include "executor.h"

// out[n] = a[n] + b[n]
extern "C" void tt_execute_add(const float *a, const float *b, float *out, int n) {
  for (int i = 0; i < n; ++i) out[i] = a[i] + b[i];
}

extern "C" int tt_plan_version() { return TT_PLAN_VERSION; }
