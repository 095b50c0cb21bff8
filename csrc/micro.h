/* The micro-kernel that all products share: MR × NR sums in registers. */
#ifndef RT_MICRO_H
#define RT_MICRO_H

#include "vec.h"

#define VECTORS 2
#define NR (VECTORS * RT_WIDTH)
#if RT_WIDTH == 16
#define MR 14 /* 28 of 32 registers hold sums */
#else
#define MR 6 /* 12 of 16 */
#endif

/* sums[r][n] = Σ_k x[r · row + k · step] · panel[k · wide + n]. `rows` is a constant where this is inlined. */
static inline __attribute__((always_inline)) void block(
    int rows, const float *restrict x, int64_t row, int64_t step, const float *restrict panel, int64_t wide, int64_t inner,
    vf sums[][VECTORS])
{
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < VECTORS; v++)
            sums[r][v] = (vf){0};
    for (int64_t k = 0; k < inner; k++) {
        vf w[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            w[v] = v_load(panel + k * wide + v * RT_WIDTH);
        for (int r = 0; r < rows; r++) {
            vf one = v_all(x[r * row + k * step]);
            for (int v = 0; v < VECTORS; v++)
                sums[r][v] += one * w[v];
        }
    }
}

#endif
