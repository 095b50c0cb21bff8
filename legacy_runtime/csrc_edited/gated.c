/* Gated units and the rotary embedding.
 *
 *   SWIGLU, GEGLU   out = act(gate) · value, act = SiLU or GELU (tanh); two inputs of one shape, or one whose last axis holds
 *                   the gate and then the value
 *   ROPE            for each head of `size` columns, x = (l, r) in halves: out = x · cos + (-r, l) · sin; the tables are
 *                   [sequence, size], x is [batch, sequence, columns], its heads begin at a column
 *                   ints: size, heads, the column
 */
#include "kernels.h"
#include "vec.h"

#define CHUNK 8192

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

typedef struct {
    const rt_step *step;
    int64_t rows, size, per_task;
    int32_t merged;
} rows_t;

#define GATED(NAME, ACT)                                                                                   \
    static void NAME##_task(void *data, int64_t index, int32_t thread)                                     \
    {                                                                                                      \
        const rows_t *job = data;                                                                          \
        int64_t row = index * job->per_task, end = least(row + job->per_task, job->rows), n = job->size;   \
        (void)thread;                                                                                      \
        for (; row < end; row++) {                                                                         \
            const float *gate = (const float *)job->step->in[0].data + row * n * (job->merged ? 2 : 1);    \
            const float *value = job->merged ? gate + n : (const float *)job->step->in[1].data + row * n;  \
            float *out = (float *)job->step->out.data + row * n;                                           \
            int64_t i = 0;                                                                                 \
            for (; i + RT_WIDTH <= n; i += RT_WIDTH)                                                       \
                v_store(out + i, ACT(v_load(gate + i)) * v_load(value + i));                               \
            if (i < n)                                                                                     \
                v_store_some(out + i, ACT(v_load_some(gate + i, n - i)) * v_load_some(value + i, n - i), n - i); \
        }                                                                                                  \
    }                                                                                                      \
    void RT_NAME(NAME)(const rt_step *step, const rt_context *context)                                     \
    {                                                                                                      \
        rows_t job = {.step = step, .merged = step->n_inputs == 1};                                        \
        if (!step->out.count)                                                                              \
            return;                                                                                        \
        job.size = step->out.rank ? step->out.shape[step->out.rank - 1] : 1;                               \
        job.rows = step->out.count / job.size;                                                             \
        job.per_task = CHUNK / job.size + 1;                                                               \
        rt_parallel(rt_threads(context, 16 * step->out.count), (job.rows + job.per_task - 1) / job.per_task, NAME##_task, &job); \
    }

GATED(swiglu, v_silu)
GATED(geglu, v_gelu_tanh)

static void rope_task(void *data, int64_t index, int32_t thread)
{
    const rows_t *job = data;
    const rt_step *step = job->step;
    int64_t sequence = step->in[0].shape[1], columns = step->in[0].shape[2], size = job->size, half = size / 2;
    int64_t heads = step->ints[1], row = index * job->per_task, end = least(row + job->per_task, job->rows);
    (void)thread;
    for (; row < end; row++) {
        const float *cosine = (const float *)step->in[1].data + row % sequence * size;
        const float *sine = (const float *)step->in[2].data + row % sequence * size;
        for (int64_t head = 0; head < heads; head++) {
            const float *x = (const float *)step->in[0].data + row * columns + step->ints[2] + head * size;
            float *out = (float *)step->out.data + (row * heads + head) * size;
            for (int64_t i = 0; i < half; i++) {
                float left = x[i], right = x[half + i];
                out[i] = left * cosine[i] - right * sine[i];
                out[half + i] = right * cosine[half + i] + left * sine[half + i];
            }
        }
    }
}

void RT_NAME(rope)(const rt_step *step, const rt_context *context)
{
    rows_t job = {.step = step, .size = step->ints[0]};
    if (!step->out.count)
        return;
    job.rows = step->in[0].shape[0] * step->in[0].shape[1];
    job.per_task = CHUNK / (job.size * step->ints[1]) + 1;
    rt_parallel(rt_threads(context, 16 * step->out.count), (job.rows + job.per_task - 1) / job.per_task, rope_task, &job);
}
