/* The micro-kernel that all products share: MR × NR sums in registers. */
#ifndef RT_MICRO_H
#define RT_MICRO_H

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "ops.h"
#include "vec.h"

#define VECTORS 2
#define NR (VECTORS * RT_WIDTH)
#if RT_WIDTH == 16
#define MR 14 /* 28 of 32 registers hold sums */
#else
#define MR 6 /* 12 of 16 */
#endif

typedef int8_t vb __attribute__((vector_size(RT_WIDTH)));
typedef int32_t vi_loose __attribute__((vector_size(RT_WIDTH * 4), aligned(4), may_alias));

/* Compilers write the general form lane by lane, so AVX is told its instruction. */
static inline vi v_wide_byte(vb x)
{
#if RT_WIDTH == 16 && defined(__AVX512F__)
    return (vi)_mm512_cvtepi8_epi32((__m128i)x);
#elif RT_WIDTH == 8 && defined(__AVX2__)
    __m128i low = {0};
    memcpy(&low, &x, sizeof x);
    return (vi)_mm256_cvtepi8_epi32(low);
#else
    return __builtin_convertvector(x, vi);
#endif
}

/* Vector v of the weights of one k, which begin at element `at` of a panel of that type, as floats. A word of BF16 holds a
 * weight of the first vector in its low half and one of the second in its high half: a shift and a mask make them floats.
 * `type` is a constant where this is inlined. */
static inline __attribute__((always_inline)) vf v_weight(int32_t type, const void *panel, int64_t at, int v)
{
    if (type == RT_BF16) {
        vi words = (vi) * (const vi_loose *)((const uint16_t *)panel + at);
        return v ? (vf)(words & (int32_t)0xffff0000) : (vf)(words << 16);
    }
    if (type == RT_I8) {
        vb bytes;
        memcpy(&bytes, (const int8_t *)panel + at + v * RT_WIDTH, sizeof bytes);
        return __builtin_convertvector(v_wide_byte(bytes), vf);
    }
    return v_load((const float *)panel + at + v * RT_WIDTH);
}

/* sums[r][n] += Σ_k x[r · row + k · step] · panel[k · wide + n]. With every k, the lines of memory at `ahead` + k · pace and
 * half a pace on are sent for, unless `ahead` is NULL. `type` and `rows` are constants where this is inlined. */
static inline __attribute__((always_inline)) void block(
    int32_t type, int rows, const float *restrict x, int64_t row, int64_t step, const void *restrict panel, int64_t wide,
    int64_t inner, const char *ahead, int64_t pace, vf sums[][VECTORS])
{
    for (int64_t k = 0; k < inner; k++) {
        vf w[VECTORS];
        for (int v = 0; v < VECTORS; v++)
            w[v] = v_weight(type, panel, k * wide, v);
        if (ahead) {
            __builtin_prefetch(ahead + k * pace, 0, 2);
            __builtin_prefetch(ahead + k * pace + pace / 2, 0, 2);
        }
        for (int r = 0; r < rows; r++) {
            vf one = v_all(x[r * row + k * step]);
            for (int v = 0; v < VECTORS; v++)
                sums[r][v] += one * w[v];
        }
    }
}

#endif
