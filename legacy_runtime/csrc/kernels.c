/* The loops that are too long for the switch in executor.c, and one entry point per op for runtime/backends/c_backend.py. */
#include <math.h>

#include "ops.h"

int64_t count(const int64_t *shape, int rank)
{
    int64_t n = 1;
    for (int d = 0; d < rank; d++)
        n *= shape[d];
    return n;
}

/* where element `flat` of the output lies in an input that is broadcast to it */
int64_t bcast_at(const int64_t *out_shape, int out_rank, const int64_t *in_shape, int in_rank, int64_t flat)
{
    int64_t at = 0, stride = 1;
    int e = in_rank - 1;
    for (int d = out_rank - 1; d >= 0; d--, e--) {
        int64_t i = flat % out_shape[d];
        flat /= out_shape[d];
        if (e >= 0) {
            if (in_shape[e] != 1)
                at += i * stride;
            stride *= in_shape[e];
        }
    }
    return at;
}

/* out[m,n] = alpha * a[m,k] b[k,n] + bias[n]. b is copied column by column, so that the inner loop runs over memory. */
void mm(float *out, const float *a, const float *b, const float *bias, int64_t m, int64_t n, int64_t k, int trans_a,
        int trans_b, float alpha, float *column)
{
    for (int64_t j = 0; j < n; j++) {
        for (int64_t p = 0; p < k; p++)
            column[p] = trans_b ? b[j * k + p] : b[p * n + j];
        for (int64_t i = 0; i < m; i++) {
            float sum = 0.0f;
            if (trans_a) {
                for (int64_t p = 0; p < k; p++)
                    sum += a[p * m + i] * column[p];
            } else {
                for (int64_t p = 0; p < k; p++)
                    sum += a[i * k + p] * column[p];
            }
            out[i * n + j] = alpha * sum + (bias ? bias[j] : 0.0f);
        }
    }
}

void softmax_rows(float *x, int64_t n)
{
    float top = x[0], sum = 0.0f;
    for (int64_t i = 1; i < n; i++)
        if (x[i] > top)
            top = x[i];
    for (int64_t i = 0; i < n; i++) {
        x[i] = expf(x[i] - top);
        sum += x[i];
    }
    for (int64_t i = 0; i < n; i++)
        x[i] /= sum;
}

/* out = (x - mean) / sqrt(var + eps) * w + b, over one row; w and b may be missing */
void layer_norm_row(float *out, const float *x, const float *w, const float *b, int64_t n, float eps)
{
    double mean = 0.0, var = 0.0;
    for (int64_t i = 0; i < n; i++)
        mean += x[i];
    mean /= (double)n;
    for (int64_t i = 0; i < n; i++)
        var += (x[i] - mean) * (x[i] - mean);
    double scale = 1.0 / sqrt(var / (double)n + eps);
    for (int64_t i = 0; i < n; i++) {
        float y = (float)((x[i] - mean) * scale);
        if (w)
            y *= w[i];
        if (b)
            y += b[i];
        out[i] = y;
    }
}

/* Python looks these up by name: kernel_relu and so on. All of them go through the switch. */
#define KERNEL(name, number)                                                                                           \
    int32_t kernel_##name(rt_step *s, float *scratch)                                                                  \
    {                                                                                                                  \
        s->op = number;                                                                                                \
        return execute_step(s, scratch);                                                                               \
    }

KERNEL(add, OP_ADD)
KERNEL(sub, OP_SUB)
KERNEL(mul, OP_MUL)
KERNEL(div, OP_DIV)
KERNEL(matmul, OP_MATMUL)
KERNEL(relu, OP_RELU)
KERNEL(softmax, OP_SOFTMAX)
KERNEL(reshape, OP_RESHAPE)
KERNEL(transpose, OP_TRANSPOSE)
KERNEL(layer_norm, OP_LAYER_NORM)
KERNEL(tanh, OP_TANH)
KERNEL(pow, OP_POW)
KERNEL(exp, OP_EXP)
KERNEL(sqrt, OP_SQRT)
KERNEL(mean, OP_MEAN)
KERNEL(sum, OP_SUM)
KERNEL(linear, OP_LINEAR)
KERNEL(gelu_tanh, OP_GELU_TANH)
KERNEL(gelu, OP_GELU)
KERNEL(slice, OP_SLICE)
KERNEL(concat, OP_CONCAT)
KERNEL(bias_relu, OP_BIAS_RELU)
KERNEL(sigmoid, OP_SIGMOID)
KERNEL(silu, OP_SILU)
KERNEL(embedding, OP_EMBEDDING)
KERNEL(neg, OP_NEG)
KERNEL(expand, OP_EXPAND)
KERNEL(max, OP_MAX)
