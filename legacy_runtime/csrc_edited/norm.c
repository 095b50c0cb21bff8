/* Normalisation: softmax, layer norm, root-mean-square norm.
 *
 *   SOFTMAX     out = e^(x - max) / Σ e^(x - max) along one axis        ints: axis
 *   LAYER_NORM  out = (x - mean) / sqrt(var + eps) · weight + bias       over the last axis; weight and bias may be missing
 *   RMS_NORM    out = x / sqrt(mean(x²) + eps) · weight                  floats: eps
 *
 * The output may be the input. A row that is -inf throughout gives NaN, as in PyTorch.
 */
#include "kernels.h"
#include "vec.h"

#define CHUNK 8192

typedef struct {
    const rt_step *step;
    int64_t rows, size, per_task;
    int64_t inner; /* of softmax: elements between two of one row */
} rows_t;

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static void softmax_row(float *out, const float *in, int64_t n)
{
    vf most = v_all(-INFINITY);
    int64_t i = 0;
    for (; i + RT_WIDTH <= n; i += RT_WIDTH) {
        vf x = v_load(in + i);
        most = v_select((x > most) | (x != x), x, most);
    }
    float top = v_most(most);
    for (; i < n; i++)
        top = in[i] > top || in[i] != in[i] ? in[i] : top;
    vf total = {0};
    for (i = 0; i + RT_WIDTH <= n; i += RT_WIDTH) {
        vf e = v_exp(v_load(in + i) - top);
        v_store(out + i, e);
        total += e;
    }
    if (i < n) {
        vf e = v_exp(v_load_some(in + i, n - i) - top);
        v_store_some(out + i, e, n - i);
        for (int64_t lane = 0; lane < n - i; lane++)
            total[lane] += e[lane];
    }
    float scale = 1.0f / v_sum(total);
    for (i = 0; i + RT_WIDTH <= n; i += RT_WIDTH)
        v_store(out + i, v_load(out + i) * scale);
    for (; i < n; i++)
        out[i] *= scale;
}

static void softmax_task(void *data, int64_t index, int32_t thread)
{
    const rows_t *job = data;
    const float *in = job->step->in[0].data;
    float *out = job->step->out.data;
    int64_t row = index * job->per_task, end = least(row + job->per_task, job->rows);
    (void)thread;
    for (; row < end; row++) {
        if (job->inner == 1) {
            softmax_row(out + row * job->size, in + row * job->size, job->size);
            continue;
        }
        int64_t at = row / job->inner * job->inner * job->size + row % job->inner;
        float top = -INFINITY, total = 0;
        for (int64_t i = 0; i < job->size; i++) {
            float x = in[at + i * job->inner];
            top = x > top || x != x ? x : top;
        }
        for (int64_t i = 0; i < job->size; i++) {
            float e = v_exp(v_all(in[at + i * job->inner] - top))[0];
            out[at + i * job->inner] = e;
            total += e;
        }
        for (int64_t i = 0; i < job->size; i++)
            out[at + i * job->inner] /= total;
    }
}

static void each_row(const rt_step *step, const rt_context *context, int32_t axis, rt_task *task)
{
    const rt_array *x = &step->in[0];
    rows_t job = {.step = step, .size = x->shape[axis], .inner = 1};
    if (!x->count)
        return;
    for (int later = axis + 1; later < x->rank; later++)
        job.inner *= x->shape[later];
    job.rows = x->count / job.size;
    job.per_task = CHUNK / job.size + 1;
    rt_parallel(rt_threads(context, 16 * x->count), (job.rows + job.per_task - 1) / job.per_task, task, &job);
}

void RT_NAME(softmax)(const rt_step *step, const rt_context *context)
{
    each_row(step, context, (int32_t)step->ints[0], softmax_task);
}

/* Σ (x - shift) and Σ (x - shift)² of a row, each lane by itself and then together. */
static void moments(const float *x, int64_t n, float shift, float *sum, float *squares)
{
    vf s = {0}, q = {0};
    int64_t i = 0;
    for (; i + RT_WIDTH <= n; i += RT_WIDTH) {
        vf d = v_load(x + i) - shift;
        s += d;
        q += d * d;
    }
    if (i < n) {
        vf d = {0};
        for (int64_t lane = 0; lane < n - i; lane++)
            d[lane] = x[i + lane] - shift;
        s += d;
        q += d * d;
    }
    *sum = v_sum(s);
    *squares = v_sum(q);
}

static void scaled_row(float *out, const float *x, int64_t n, float shift, float scale, const float *weight, const float *bias)
{
    int64_t i = 0;
    for (; i + RT_WIDTH <= n; i += RT_WIDTH) {
        vf y = (v_load(x + i) - shift) * scale;
        if (weight)
            y *= v_load(weight + i);
        if (bias)
            y += v_load(bias + i);
        v_store(out + i, y);
    }
    if (i < n) {
        vf y = (v_load_some(x + i, n - i) - shift) * scale;
        if (weight)
            y *= v_load_some(weight + i, n - i);
        if (bias)
            y += v_load_some(bias + i, n - i);
        v_store_some(out + i, y, n - i);
    }
}

static void norm_rows(const rows_t *job, int64_t index, int centred)
{
    const rt_step *step = job->step;
    const float *weight = step->n_inputs > 1 ? step->in[1].data : NULL;
    const float *bias = step->n_inputs > 2 ? step->in[2].data : NULL;
    float eps = (float)step->floats[0], n = (float)job->size;
    int64_t row = index * job->per_task, end = least(row + job->per_task, job->rows);
    for (; row < end; row++) {
        const float *x = (const float *)step->in[0].data + row * job->size;
        float *out = (float *)step->out.data + row * job->size, sum, squares, mean = 0;
        if (centred) {
            moments(x, job->size, 0, &sum, &squares);
            mean = sum / n;
        }
        moments(x, job->size, mean, &sum, &squares);
        scaled_row(out, x, job->size, mean, 1.0f / sqrtf(squares / n + eps), weight, bias);
    }
}

static void layer_norm_task(void *data, int64_t index, int32_t thread)
{
    (void)thread;
    norm_rows(data, index, 1);
}

static void rms_norm_task(void *data, int64_t index, int32_t thread)
{
    (void)thread;
    norm_rows(data, index, 0);
}

void RT_NAME(layer_norm)(const rt_step *step, const rt_context *context)
{
    each_row(step, context, step->in[0].rank - 1, layer_norm_task);
}

void RT_NAME(rms_norm)(const rt_step *step, const rt_context *context)
{
    each_row(step, context, step->in[0].rank - 1, rms_norm_task);
}
