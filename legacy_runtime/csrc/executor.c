/* Runs a plan: one big switch over the op numbers of ops.h. */
#include <math.h>
#include <string.h>

#include "ops.h"

int32_t rt_abi(void) { return RT_ABI; }

int32_t execute_step(rt_step *s, float *scratch)
{
    float *out = s->out;
    const float *a = s->in[0];
    const float *b = s->n_inputs > 1 ? s->in[1] : NULL;
    int64_t n = count(s->out_shape, s->out_rank);
    if (n == 0)
        return 0;

    switch (s->op) {
    case OP_INPUT:
    case OP_CONSTANT:
        /* they are there before */
        return 0;

    /* element by element */
    case OP_RELU:
        for (int64_t i = 0; i < n; i++)
            out[i] = a[i] < 0.0f ? 0.0f : a[i];
        return 0;
    case OP_TANH:
        for (int64_t i = 0; i < n; i++)
            out[i] = tanhf(a[i]);
        return 0;
    case OP_EXP:
        for (int64_t i = 0; i < n; i++)
            out[i] = expf(a[i]);
        return 0;
    case OP_SQRT:
        for (int64_t i = 0; i < n; i++)
            out[i] = sqrtf(a[i]);
        return 0;
    case OP_NEG:
        for (int64_t i = 0; i < n; i++)
            out[i] = -a[i];
        return 0;
    case OP_SIGMOID:
        for (int64_t i = 0; i < n; i++)
            out[i] = 1.0f / (1.0f + expf(-a[i]));
        return 0;
    case OP_SILU:
        for (int64_t i = 0; i < n; i++)
            out[i] = a[i] / (1.0f + expf(-a[i]));
        return 0;
    case OP_GELU:
        for (int64_t i = 0; i < n; i++)
            out[i] = 0.5f * a[i] * (1.0f + erff(a[i] * 0.70710678f));
        return 0;
    case OP_GELU_TANH:
        for (int64_t i = 0; i < n; i++) {
            float x = a[i];
            float inner = 0.7978845608f * (x + 0.044715f * x * x * x);
            out[i] = 0.5f * x * (1.0f + tanhf(inner));
        }
        return 0;

    /* two inputs, broadcast */
    case OP_ADD:
        for (int64_t i = 0; i < n; i++) {
            int64_t p = bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i);
            int64_t q = bcast_at(s->out_shape, s->out_rank, s->in_shape[1], s->in_rank[1], i);
            out[i] = a[p] + b[q];
        }
        return 0;
    case OP_SUB:
        for (int64_t i = 0; i < n; i++) {
            int64_t p = bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i);
            int64_t q = bcast_at(s->out_shape, s->out_rank, s->in_shape[1], s->in_rank[1], i);
            out[i] = a[p] - b[q];
        }
        return 0;
    case OP_MUL:
        for (int64_t i = 0; i < n; i++) {
            int64_t p = bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i);
            int64_t q = bcast_at(s->out_shape, s->out_rank, s->in_shape[1], s->in_rank[1], i);
            out[i] = a[p] * b[q];
        }
        return 0;
    case OP_DIV:
        for (int64_t i = 0; i < n; i++) {
            int64_t p = bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i);
            int64_t q = bcast_at(s->out_shape, s->out_rank, s->in_shape[1], s->in_rank[1], i);
            out[i] = a[p] / b[q];
        }
        return 0;
    case OP_POW:
        for (int64_t i = 0; i < n; i++) {
            int64_t p = bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i);
            int64_t q = bcast_at(s->out_shape, s->out_rank, s->in_shape[1], s->in_rank[1], i);
            out[i] = powf(a[p], b[q]);
        }
        return 0;
    case OP_BIAS_RELU: {
        int64_t last = s->in_shape[1][0];
        for (int64_t i = 0; i < n; i++) {
            float y = a[i] + b[i % last];
            out[i] = y < 0.0f ? 0.0f : y;
        }
        return 0;
    }

    /* reductions; extras[0] has one bit for each axis that goes */
    case OP_SUM:
    case OP_MEAN:
    case OP_MAX: {
        int64_t all = count(s->in_shape[0], s->in_rank[0]);
        int64_t mask = s->extras[0];
        for (int64_t i = 0; i < n; i++)
            out[i] = s->op == OP_MAX ? -INFINITY : 0.0f;
        for (int64_t i = 0; i < all; i++) {
            int64_t rest = i, at = 0, stride = 1;
            for (int d = s->in_rank[0] - 1; d >= 0; d--) {
                int64_t index = rest % s->in_shape[0][d];
                rest /= s->in_shape[0][d];
                if (!(mask >> d & 1)) {
                    at += index * stride;
                    stride *= s->in_shape[0][d];
                }
            }
            if (s->op == OP_MAX)
                out[at] = a[i] > out[at] ? a[i] : out[at];
            else
                out[at] += a[i];
        }
        if (s->op == OP_MEAN)
            for (int64_t i = 0; i < n; i++)
                out[i] /= (float)(all / n);
        return 0;
    }

    /* products; scratch holds one column */
    case OP_MATMUL: {
        int batch_rank = s->out_rank - 2;
        int64_t batches = count(s->out_shape, batch_rank);
        int64_t rows = s->out_shape[s->out_rank - 2], columns = s->out_shape[s->out_rank - 1];
        int trans_a = (int)s->extras[0], trans_b = (int)s->extras[1];
        int64_t inner = s->in_shape[0][s->in_rank[0] - (trans_a ? 2 : 1)];
        for (int64_t i = 0; i < batches; i++) {
            int64_t p = bcast_at(s->out_shape, batch_rank, s->in_shape[0], s->in_rank[0] - 2, i);
            int64_t q = bcast_at(s->out_shape, batch_rank, s->in_shape[1], s->in_rank[1] - 2, i);
            mm(out + i * rows * columns, a + p * rows * inner, b + q * inner * columns, NULL, rows, columns, inner, trans_a,
               trans_b, s->fextras[0], scratch);
        }
        return 0;
    }
    case OP_LINEAR: {
        int64_t inner = s->in_shape[0][s->in_rank[0] - 1];
        int64_t columns = s->out_shape[s->out_rank - 1];
        int64_t rows = columns ? n / columns : 0;
        const float *bias = s->extras[1] ? s->in[2] : NULL;
        mm(out, a, b, bias, rows, columns, inner, 0, (int)s->extras[0], 1.0f, scratch);
        return 0;
    }

    /* rows; scratch holds one */
    case OP_SOFTMAX: {
        int axis = (int)s->extras[0];
        int64_t size = s->out_shape[axis];
        int64_t outer = count(s->out_shape, axis);
        int64_t inner = count(s->out_shape + axis + 1, s->out_rank - axis - 1);
        for (int64_t i = 0; i < outer; i++) {
            for (int64_t j = 0; j < inner; j++) {
                const float *from = a + i * size * inner + j;
                float *to = out + i * size * inner + j;
                for (int64_t p = 0; p < size; p++)
                    scratch[p] = from[p * inner];
                softmax_rows(scratch, size);
                for (int64_t p = 0; p < size; p++)
                    to[p * inner] = scratch[p];
            }
        }
        return 0;
    }
    case OP_LAYER_NORM: {
        int64_t size = s->out_shape[s->out_rank - 1];
        const float *shift = s->n_inputs > 2 ? s->in[2] : NULL;
        for (int64_t i = 0; i + size <= n; i += size)
            layer_norm_row(out + i, a + i, b, shift, size, s->fextras[0]);
        return 0;
    }

    /* moving things about */
    case OP_RESHAPE:
        memmove(out, a, (size_t)n * sizeof(float));
        return 0;
    case OP_TRANSPOSE: {
        int rank = s->out_rank;
        int64_t strides[MAX_DIMS], stride = 1;
        for (int d = rank - 1; d >= 0; d--) {
            strides[d] = stride;
            stride *= s->in_shape[0][d];
        }
        for (int64_t i = 0; i < n; i++) {
            int64_t rest = i, at = 0;
            for (int d = rank - 1; d >= 0; d--) {
                at += rest % s->out_shape[d] * strides[s->extras[d]];
                rest /= s->out_shape[d];
            }
            out[i] = a[at];
        }
        return 0;
    }
    case OP_SLICE: {
        int axis = (int)s->extras[0];
        int64_t start = s->extras[1], step = s->extras[2];
        int64_t outer = count(s->out_shape, axis);
        int64_t inner = count(s->out_shape + axis + 1, s->out_rank - axis - 1);
        int64_t from = s->in_shape[0][axis], to = s->out_shape[axis];
        for (int64_t i = 0; i < outer; i++)
            for (int64_t j = 0; j < to; j++)
                memcpy(out + (i * to + j) * inner, a + (i * from + start + j * step) * inner, (size_t)inner * sizeof(float));
        return 0;
    }
    case OP_CONCAT: {
        int axis = (int)s->extras[0];
        int64_t outer = count(s->out_shape, axis);
        int64_t inner = count(s->out_shape + axis + 1, s->out_rank - axis - 1);
        int64_t to = s->out_shape[axis], at = 0;
        for (int k = 0; k < s->n_inputs; k++) {
            int64_t from = s->in_shape[k][axis];
            const float *x = s->in[k];
            for (int64_t i = 0; i < outer; i++)
                memcpy(out + (i * to + at) * inner, x + i * from * inner, (size_t)(from * inner) * sizeof(float));
            at += from;
        }
        return 0;
    }
    case OP_EXPAND:
        for (int64_t i = 0; i < n; i++)
            out[i] = a[bcast_at(s->out_shape, s->out_rank, s->in_shape[0], s->in_rank[0], i)];
        return 0;
    case OP_EMBEDDING: {
        const int64_t *ids = s->in[1];
        int64_t many = count(s->in_shape[1], s->in_rank[1]);
        int64_t rows = s->in_shape[0][0], width = s->in_shape[0][1];
        for (int64_t i = 0; i < many; i++) {
            if (ids[i] < 0 || ids[i] >= rows)
                return -1;
            memcpy(out + i * width, a + ids[i] * width, (size_t)width * sizeof(float));
        }
        return 0;
    }
    default:
        return -1;
    }
}

int32_t execute_plan(rt_step *steps, int32_t n, float *scratch)
{
    for (int32_t i = 0; i < n; i++)
        if (execute_step(&steps[i], scratch) != 0)
            return i + 1;
    return 0;
}
