/* Binds a CBLAS by dlopen: the OpenBLAS of the wheel scipy-openblas32, whose names begin with `scipy_`, or any other. */
#define _GNU_SOURCE
#include "blas.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROW_MAJOR = 101, AS_IT_IS = 111, TRANSPOSED = 112 };

typedef void sgemm_t(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a, int lda,
                     const float *b, int ldb, float beta, float *c, int ldc);

static struct {
    sgemm_t *sgemm;
    void (*set_threads)(int);
    char *(*core)(void);
    int32_t threads; /* as it was told; 0: not yet */
} bound;

/* The symbol of that name, with the wheel's prefix or without. */
static void *symbol(void *library, const char *name)
{
    char prefixed[64];
    snprintf(prefixed, sizeof prefixed, "scipy_%s", name);
    void *found = dlsym(library, prefixed);
    return found ? found : dlsym(library, name);
}

/* OpenBLAS takes a Zen for one without AVX-512, and reads this when it is loaded. */
static int wants_core_type(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    return __builtin_cpu_is("amd") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           !getenv("OPENBLAS_CORETYPE");
#else
    return 0;
#endif
}

int32_t rt_use_blas(const char *path)
{
    if (!path) {
        bound.sgemm = NULL;
        return 0;
    }
    int told = wants_core_type();
    if (told)
        setenv("OPENBLAS_CORETYPE", "SKYLAKEX", 1);
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL); /* for good: its threads cannot be unloaded */
    if (told)
        unsetenv("OPENBLAS_CORETYPE");
    if (!library)
        return -1;
    void *sgemm = symbol(library, "cblas_sgemm");
    if (!sgemm)
        return -2;
    /* ISO C has no cast between pointers to functions and to data; POSIX promises that they are alike. */
    *(void **)&bound.sgemm = sgemm;
    *(void **)&bound.set_threads = symbol(library, "openblas_set_num_threads");
    *(void **)&bound.core = symbol(library, "openblas_get_corename");
    bound.threads = 0;
    return 0;
}

int32_t rt_blas_in_use(void) { return bound.sgemm != NULL; }

const char *rt_blas_core(void) { return bound.sgemm && bound.core ? bound.core() : ""; }

void rt_blas_sgemm(int32_t threads, int32_t transpose_a, int32_t transpose_b, int64_t m, int64_t n, int64_t k, float alpha,
                   const float *a, const float *b, float *c)
{
    if (bound.set_threads && bound.threads != threads) {
        bound.set_threads(threads);
        bound.threads = threads;
    }
    bound.sgemm(ROW_MAJOR, transpose_a ? TRANSPOSED : AS_IT_IS, transpose_b ? TRANSPOSED : AS_IT_IS, (int)m, (int)n, (int)k, alpha,
                a, (int)(transpose_a ? m : k), b, (int)(transpose_b ? k : n), 0.0f, c, (int)n);
}
