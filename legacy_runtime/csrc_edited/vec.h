/* Vectors of floats as wide as the instruction set that a file is compiled for: RT_WIDTH is 16, 8 or 4.
 *
 * GCC's and clang's vector extensions: the same source for every set. Every function here works on each lane alone, so
 * that a result does not depend on where in a row an element stands.
 */
#ifndef RT_VEC_H
#define RT_VEC_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#ifndef RT_WIDTH
#define RT_WIDTH 4
#endif

typedef float vf __attribute__((vector_size(RT_WIDTH * 4)));
typedef int32_t vi __attribute__((vector_size(RT_WIDTH * 4)));
typedef float vf_loose __attribute__((vector_size(RT_WIDTH * 4), aligned(4), may_alias));

static inline vf v_load(const float *from) { return (vf) * (const vf_loose *)from; }
static inline void v_store(float *to, vf x) { *(vf_loose *)to = (vf_loose)x; }
static inline vf v_all(float x) { return x - (vf){0}; }

/* The first `n` lanes, the others 0. */
static inline vf v_load_some(const float *from, int64_t n)
{
    vf x = {0};
    memcpy(&x, from, (size_t)n * sizeof(float));
    return x;
}

static inline void v_store_some(float *to, vf x, int64_t n) { memcpy(to, &x, (size_t)n * sizeof(float)); }

static inline vf v_select(vi mask, vf yes, vf no) { return (vf)(((vi)yes & mask) | ((vi)no & ~mask)); }
static inline vf v_max(vf a, vf b) { return v_select(a > b, a, b); }
static inline vf v_min(vf a, vf b) { return v_select(a < b, a, b); }
static inline vf v_abs(vf x) { return (vf)((vi)x & 0x7fffffff); }
static inline vf v_sign_of(vf size, vf sign) { return (vf)(((vi)size & 0x7fffffff) | ((vi)sign & (int32_t)0x80000000)); }

static inline float v_sum(vf x)
{
    float total = 0;
    for (int step = RT_WIDTH / 2; step; step /= 2)
        for (int lane = 0; lane < step; lane++)
            x[lane] += x[lane + step];
    total = x[0];
    return total;
}

static inline float v_most(vf x)
{
    float most = x[0];
    for (int lane = 1; lane < RT_WIDTH; lane++)
        most = x[lane] > most || x[lane] != x[lane] ? x[lane] : most;
    return most;
}

/* e^x to about one unit in the last place: x = n·ln 2 + r, |r| ≤ ½ ln 2, a polynomial of degree 6 in r, times 2^n in two
 * halves. Above 88.73 infinity, below -104 zero, NaN stays. */
static inline vf v_exp(vf x)
{
    const vf magic = v_all(12582912.0f); /* 1.5 · 2^23: adding it rounds to a whole number */
    vf bounded = v_min(v_max(x, v_all(-104.0f)), v_all(89.0f));
    vf shifted = bounded * 1.44269504f + magic;
    vf n = shifted - magic;
    vf r = bounded - n * 0.693145752f - n * 1.42860677e-6f;
    vf p = 1.0f + r * (1.0f + r * (0.5f + r * (0.166666657f + r * (0.0416664593f + r * (0.00833345205f + r * 0.00139322073f)))));
    vi whole = (vi)shifted - (vi)magic;
    vi half = whole >> 1;
    vf y = p * (vf)((half + 127) << 23) * (vf)((whole - half + 127) << 23);
    return v_select(x != x, x, y);
}

/* tanh x: a polynomial in x² where |x| < 0.625 (Cephes' scheme, S. Moshier), else from e^2|x|. */
static inline vf v_tanh(vf x)
{
    vf a = v_abs(x), z = x * x;
    vf low = x + x * z * (-0.333332819f + z * (0.133314422f + z * (-0.0537397380f + z * (0.0206390887f + z * -0.00570498872f))));
    vf high = v_sign_of(1.0f - 2.0f / (v_exp(a + a) + 1.0f), x);
    vf y = v_select(a < 0.625f, low, high);
    return v_select(x != x, x, y);
}

static inline vf v_sigmoid(vf x)
{
    vf e = v_exp(-v_abs(x));
    return v_select(x != x, x, v_select(x >= 0.0f, 1.0f / (1.0f + e), e / (1.0f + e)));
}

static inline vf v_silu(vf x) { return x / (1.0f + v_exp(-x)); }

/* erf x by its complement: erfc a = t·e^(-a² + P(t)), t = 1 / (1 + a/2), where a = |x| (W. Press et al., Numerical Recipes,
 * §6.2); near 0, where that would cancel, a polynomial in x². */
static inline vf v_erf(vf x)
{
    vf a = v_min(v_abs(x), v_all(4.0f)), z = a * a, t = 1.0f / (1.0f + 0.5f * a);
    vf p = -1.26551223f + t * (1.00002368f + t * (0.37409196f + t * (0.09678418f + t * (-0.18628806f + t * (0.27886807f +
           t * (-1.13520398f + t * (1.48851587f + t * (-0.82215223f + t * 0.17087277f))))))));
    vf high = 1.0f - t * v_exp(p - z);
    vf low = a * (1.12837917f + z * (-0.376126389f + z * (0.112837917f + z * (-0.0268661705f + z * (0.00522397763f +
             z * (-0.000854832701f + z * 0.000120553329f))))));
    return v_select(x != x, x, v_sign_of(v_select(a < 0.6f, low, high), x));
}

static inline vf v_gelu(vf x) { return 0.5f * x * (1.0f + v_erf(x * 0.707106781f)); }

/* ½ (1 + tanh u) = 1 / (1 + e^-2u). */
static inline vf v_gelu_tanh(vf x) { return x / (1.0f + v_exp(-1.59576912f * (x + 0.044715f * x * x * x))); }

#endif
