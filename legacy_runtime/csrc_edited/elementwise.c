/* Unary and binary operations, element by element.
 *
 *   unary   out[i] = f(in[i])                       binary   out[i] = f(a[i'], b[i''])   with numpy's broadcasting
 *
 * The output may be one of the inputs of the same size.
 */
#include "activations.h"
#include "kernels.h"
#include "vec.h"

#define CHUNK 8192 /* elements of one task: some microseconds of work */

typedef struct {
    const rt_step *step;
    int64_t chunk;
} loop_t;

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

#define UNARY(NAME, EXPRESSION)                                                                            \
    static void NAME##_task(void *data, int64_t index, int32_t thread)                                     \
    {                                                                                                      \
        const loop_t *loop = data;                                                                         \
        const float *in = loop->step->in[0].data;                                                          \
        float *out = loop->step->out.data;                                                                 \
        int64_t i = index * loop->chunk, end = least(i + loop->chunk, loop->step->out.count);              \
        (void)thread;                                                                                      \
        for (; i + RT_WIDTH <= end; i += RT_WIDTH) {                                                       \
            vf x = v_load(in + i);                                                                         \
            v_store(out + i, EXPRESSION);                                                                  \
        }                                                                                                  \
        if (i < end) {                                                                                     \
            vf x = v_load_some(in + i, end - i);                                                           \
            v_store_some(out + i, EXPRESSION, end - i);                                                    \
        }                                                                                                  \
    }                                                                                                      \
    void RT_NAME(NAME)(const rt_step *step, const rt_context *context)                                     \
    {                                                                                                      \
        loop_t loop = {step, CHUNK};                                                                       \
        rt_parallel(rt_threads(context, 64 * step->out.count), (step->out.count + CHUNK - 1) / CHUNK, NAME##_task, &loop); \
    }

static inline vf v_sqrt(vf x)
{
    vf y;
    for (int lane = 0; lane < RT_WIDTH; lane++)
        y[lane] = sqrtf(x[lane]);
    return y;
}

UNARY(relu, v_relu(x))
UNARY(gelu, v_gelu(x))
UNARY(gelu_tanh, v_gelu_tanh(x))
UNARY(silu, v_silu(x))
UNARY(tanh, v_tanh(x))
UNARY(sigmoid, v_sigmoid(x))
UNARY(exp, v_exp(x))
UNARY(sqrt, v_sqrt(x))
UNARY(rsqrt, 1.0f / v_sqrt(x))
UNARY(neg, -x)

/* How a binary operation walks: `rows` runs of `inner` elements; within a run each side goes on (1) or stands still (0). */
typedef struct {
    const rt_step *step;
    int64_t inner, rows, per_task;
    int32_t outer_rank;
    int64_t outer[RT_MAX_RANK];
    int64_t stride[2][RT_MAX_RANK];
    int32_t goes[2];
} walk_t;

/* Axes that both sides walk alike become one; what is left of the last one is the run. */
static void plan_walk(walk_t *walk, const rt_step *step)
{
    int64_t shape[RT_MAX_RANK], stride[2][RT_MAX_RANK];
    int32_t rank = 0;
    for (int axis = 0; axis < step->out.rank; axis++) {
        int64_t size = step->out.shape[axis];
        if (size == 1)
            continue;
        shape[rank] = size;
        for (int side = 0; side < 2; side++) {
            const rt_array *in = &step->in[side];
            int mine = axis - (step->out.rank - in->rank);
            int64_t own = 1;
            for (int later = mine + 1; mine >= 0 && later < in->rank; later++)
                own *= in->shape[later];
            stride[side][rank] = mine < 0 || in->shape[mine] == 1 ? 0 : own;
        }
        rank++;
    }
    for (int axis = rank - 2; axis >= 0; axis--) {
        int alike = 1;
        for (int side = 0; side < 2; side++)
            alike &= stride[side][axis] == stride[side][axis + 1] * shape[axis + 1];
        if (!alike)
            continue;
        shape[axis] *= shape[axis + 1];
        for (int side = 0; side < 2; side++)
            stride[side][axis] = stride[side][axis + 1];
        for (int later = axis + 1; later + 1 < rank; later++) {
            shape[later] = shape[later + 1];
            for (int side = 0; side < 2; side++)
                stride[side][later] = stride[side][later + 1];
        }
        rank--;
    }
    walk->step = step;
    walk->inner = rank ? shape[rank - 1] : 1;
    walk->goes[0] = rank ? stride[0][rank - 1] != 0 : 0;
    walk->goes[1] = rank ? stride[1][rank - 1] != 0 : 0;
    walk->outer_rank = rank ? rank - 1 : 0;
    walk->rows = 1;
    for (int axis = 0; axis < walk->outer_rank; axis++) {
        walk->outer[axis] = shape[axis];
        walk->rows *= shape[axis];
        walk->stride[0][axis] = stride[0][axis];
        walk->stride[1][axis] = stride[1][axis];
    }
    walk->per_task = CHUNK / walk->inner + 1;
}

static inline void find_row(const walk_t *walk, int64_t row, int64_t *a, int64_t *b)
{
    *a = *b = 0;
    for (int axis = walk->outer_rank - 1; axis >= 0; axis--) {
        int64_t at = row % walk->outer[axis];
        row /= walk->outer[axis];
        *a += at * walk->stride[0][axis];
        *b += at * walk->stride[1][axis];
    }
}

#define BINARY(NAME, WORK, EXPRESSION)                                                                     \
    static void NAME##_run(float *out, const float *a, const float *b, int64_t n, int32_t a_goes, int32_t b_goes) \
    {                                                                                                      \
        int64_t i = 0;                                                                                     \
        vf x = v_all(*a), y = v_all(*b);                                                                   \
        for (; i + RT_WIDTH <= n; i += RT_WIDTH) {                                                         \
            if (a_goes)                                                                                    \
                x = v_load(a + i);                                                                         \
            if (b_goes)                                                                                    \
                y = v_load(b + i);                                                                         \
            v_store(out + i, EXPRESSION);                                                                  \
        }                                                                                                  \
        if (i < n) {                                                                                       \
            if (a_goes)                                                                                    \
                x = v_load_some(a + i, n - i);                                                             \
            if (b_goes)                                                                                    \
                y = v_load_some(b + i, n - i);                                                             \
            v_store_some(out + i, EXPRESSION, n - i);                                                      \
        }                                                                                                  \
    }                                                                                                      \
    static void NAME##_task(void *data, int64_t index, int32_t thread)                                     \
    {                                                                                                      \
        const walk_t *walk = data;                                                                         \
        const float *a = walk->step->in[0].data, *b = walk->step->in[1].data;                              \
        float *out = walk->step->out.data;                                                                 \
        (void)thread;                                                                                      \
        if (walk->rows == 1) { /* one long run, cut into chunks */                                         \
            int64_t from = index * CHUNK, n = least(CHUNK, walk->inner - from);                            \
            NAME##_run(out + from, a + (walk->goes[0] ? from : 0), b + (walk->goes[1] ? from : 0), n,      \
                       walk->goes[0], walk->goes[1]);                                                      \
            return;                                                                                        \
        }                                                                                                  \
        int64_t row = index * walk->per_task, end = least(row + walk->per_task, walk->rows);               \
        for (; row < end; row++) {                                                                         \
            int64_t at_a, at_b;                                                                            \
            find_row(walk, row, &at_a, &at_b);                                                             \
            NAME##_run(out + row * walk->inner, a + at_a, b + at_b, walk->inner, walk->goes[0], walk->goes[1]); \
        }                                                                                                  \
    }                                                                                                      \
    void RT_NAME(NAME)(const rt_step *step, const rt_context *context)                                     \
    {                                                                                                      \
        walk_t walk;                                                                                       \
        if (!step->out.count)                                                                              \
            return;                                                                                        \
        plan_walk(&walk, step);                                                                            \
        int64_t tasks = walk.rows == 1 ? (walk.inner + CHUNK - 1) / CHUNK                                  \
                                       : (walk.rows + walk.per_task - 1) / walk.per_task;                  \
        rt_parallel(rt_threads(context, WORK * step->out.count), tasks, NAME##_task, &walk);               \
    }

static inline vf v_pow(vf x, vf y)
{
    vf z;
    for (int lane = 0; lane < RT_WIDTH; lane++)
        z[lane] = y[lane] == 2.0f ? x[lane] * x[lane] : powf(x[lane], y[lane]);
    return z;
}

BINARY(add, 16, x + y)
BINARY(sub, 16, x - y)
BINARY(mul, 16, x * y)
BINARY(div, 16, x / y)
BINARY(pow, 256, v_pow(x, y))
BINARY(maximum, 16, v_select((x > y) | (x != x), x, y))
BINARY(minimum, 16, v_select((x < y) | (x != x), x, y))
