/* A CBLAS that is bound at run time, if one is asked for: the library is built without any. */
#ifndef RT_BLAS_H
#define RT_BLAS_H

#include <stdint.h>

#define RT_BLAS_LARGEST ((int64_t)1 << 30) /* sizes are C's int there */

/* c[m, n] = alpha · a[m, k] · b[k, n], row by row; a transposed matrix is stored n × k, or k × m. Sizes up to RT_BLAS_LARGEST. */
void rt_blas_sgemm(int32_t threads, int32_t transpose_a, int32_t transpose_b, int64_t m, int64_t n, int64_t k, float alpha,
                   const float *a, const float *b, float *c);

/* Whether one is bound: then LINEAR without a packed weight, and MATMUL, go by it. */
int32_t rt_blas_in_use(void);

/* Bind the library at `path`; NULL: none any more. Gives 0, or -1 where it does not load, -2 where it has no cblas_sgemm
 * for sizes of 32 bits: what was bound before stays. Not while a program runs. */
int32_t rt_use_blas(const char *path);
/* What the bound library calls its kernels, or the empty string where it does not tell. */
const char *rt_blas_core(void);

#endif
