/* The micro-kernel that all products share: MR × NR sums in registers. */
#ifndef RT_MICRO_H
#define RT_MICRO_H

#include "ops.h"
#include "vec.h"

#define VECTORS 2
#define NR (VECTORS * RT_WIDTH)
#if RT_WIDTH == 16
#define MR 14 /* 28 of 32 registers hold sums */
#else
#define MR 6 /* 12 of 16 */
#endif

typedef uint16_t vh __attribute__((vector_size(RT_WIDTH * 2)));
typedef int8_t vb __attribute__((vector_size(RT_WIDTH)));

/* The weights `at` … of a panel of that type, as floats. `type` is a constant where this is inlined. */
static inline __attribute__((always_inline)) vf v_weight(int32_t type, const void *panel, int64_t at)
{
    if (type == RT_BF16) {
        vh half;
        memcpy(&half, (const uint16_t *)panel + at, sizeof half);
        return (vf)(__builtin_convertvector(half, vi) << 16);
    }
    if (type == RT_I8) {
        vb byte;
        memcpy(&byte, (const int8_t *)panel + at, sizeof byte);
        return __builtin_convertvector(__builtin_convertvector(byte, vi), vf);
    }
    return v_load((const float *)panel + at);
}

/* sums[r][n] = Σ_k x[r · row + k · step] · panel[k · wide + n]. `type` and `rows` are constants where this is inlined. */
static inline __attribute__((always_inline)) void block(
    int32_t type, int rows, const float *restrict x, int64_t row, int64_t step, const void *restrict panel, int64_t wide,
    int64_t inner, vf sums[][VECTORS])
{
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < VECTORS; v++)
            sums[r][v] = (vf){0};
    for (int64_t k = 0; k < inner; k++) {
        vf w[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            w[v] = v_weight(type, panel, k * wide + v * RT_WIDTH);
        for (int r = 0; r < rows; r++) {
            vf one = v_all(x[r * row + k * step]);
            for (int v = 0; v < VECTORS; v++)
                sums[r][v] += one * w[v];
        }
    }
}

#endif
