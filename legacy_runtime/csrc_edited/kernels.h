/* The kernels of one instruction set. Each file of kernels is compiled once for every set, under names of its own. */
#ifndef RT_KERNELS_H
#define RT_KERNELS_H

#include "runtime.h"

#ifndef RT_SET
#define RT_SET portable
#endif
#define RT_JOIN_(name, set) rt_##set##_##name
#define RT_JOIN(name, set) RT_JOIN_(name, set)
#define RT_NAME(name) RT_JOIN(name, RT_SET)

/* Every kernel that there is, by op: the table of set.c and these declarations come from this list. */
#define RT_KERNELS(K)                                                                                      \
    K(RT_RELU, relu)                                                                                       \
    K(RT_GELU, gelu)                                                                                       \
    K(RT_GELU_TANH, gelu_tanh)                                                                             \
    K(RT_SILU, silu)                                                                                       \
    K(RT_TANH, tanh)                                                                                       \
    K(RT_SIGMOID, sigmoid)                                                                                 \
    K(RT_EXP, exp)                                                                                         \
    K(RT_SQRT, sqrt)                                                                                       \
    K(RT_RSQRT, rsqrt)                                                                                     \
    K(RT_NEG, neg)                                                                                         \
    K(RT_ADD, add)                                                                                         \
    K(RT_SUB, sub)                                                                                         \
    K(RT_MUL, mul)                                                                                         \
    K(RT_DIV, div)                                                                                         \
    K(RT_POW, pow)                                                                                         \
    K(RT_MAXIMUM, maximum)                                                                                 \
    K(RT_MINIMUM, minimum)                                                                                 \
    K(RT_SUM, sum)                                                                                         \
    K(RT_MEAN, mean)                                                                                       \
    K(RT_MAX, max)                                                                                         \
    K(RT_ARGMAX, argmax)                                                                                   \
    K(RT_SWIGLU, swiglu)                                                                                   \
    K(RT_GEGLU, geglu)                                                                                     \
    K(RT_ROPE, rope)                                                                                       \
    K(RT_MATMUL, matmul)                                                                                   \
    K(RT_RESHAPE, reshape)                                                                                 \
    K(RT_TRANSPOSE, transpose)                                                                             \
    K(RT_SLICE, slice)                                                                                     \
    K(RT_CONCAT, concat)                                                                                   \
    K(RT_EXPAND, expand)                                                                                   \
    K(RT_EMBEDDING, embedding)                                                                             \
    K(RT_CAST, cast)                                                                                       \
    K(RT_WHERE, where)                                                                                     \
    K(RT_SOFTMAX, softmax)                                                                                 \
    K(RT_LAYER_NORM, layer_norm)                                                                           \
    K(RT_RMS_NORM, rms_norm)                                                                               \
    K(RT_CACHED_ATTENTION, cached_attention)                                                               \
    K(RT_LINEAR, linear)                                                                                   \
    K(RT_ATTENTION, attention)

/* How many threads are worth their waking for so many multiplications: less is done before a second one has begun. An
 * element that is read and written counts as 16, one of which a function is computed as more. */
static inline int32_t rt_threads(const rt_context *context, int64_t work)
{
    return work < 1 << 19 ? 1 : context->threads;
}

#define RT_DECLARE(op, name) void RT_NAME(name)(const rt_step *step, const rt_context *context);
RT_KERNELS(RT_DECLARE)
#undef RT_DECLARE
int64_t RT_NAME(packed_size)(int64_t rows, int64_t columns, int32_t type);
void RT_NAME(pack)(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type);

#endif
