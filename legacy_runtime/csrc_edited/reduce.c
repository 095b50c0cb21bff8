/* Reductions: SUM, MEAN, MAX and ARGMAX over a set of axes. ints: one bit for each axis that goes.
 *
 * The sum of one output is made in one task, always in the same order. NaN stays NaN; ARGMAX gives the first of equals.
 */
#include "kernels.h"
#include "vec.h"

#define CHUNK 8192

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

typedef struct {
    const rt_step *step;
    int32_t kept, gone;
    int64_t kept_shape[RT_MAX_RANK], kept_stride[RT_MAX_RANK], gone_shape[RT_MAX_RANK], gone_stride[RT_MAX_RANK];
    int64_t outputs, over, per_task;
    int32_t along; /* what goes is one run of neighbours */
} job_t;

static void plan(job_t *job, const rt_step *step)
{
    const rt_array *in = &step->in[0];
    int64_t stride = 1;
    *job = (job_t){.step = step, .outputs = 1, .over = 1};
    for (int axis = in->rank - 1; axis >= 0; axis--) {
        if (step->ints[0] >> axis & 1) {
            job->gone_shape[job->gone] = in->shape[axis];
            job->gone_stride[job->gone++] = stride;
            job->over *= in->shape[axis];
        } else {
            job->kept_shape[job->kept] = in->shape[axis];
            job->kept_stride[job->kept++] = stride;
            job->outputs *= in->shape[axis];
        }
        stride *= in->shape[axis];
    }
    job->along = job->gone == 0 || job->gone_stride[0] == 1;
    for (int axis = 1; axis < job->gone; axis++)
        job->along &= job->gone_stride[axis] == job->gone_stride[axis - 1] * job->gone_shape[axis - 1];
    job->per_task = CHUNK / (job->over + 1) + 1;
}

static int64_t offset(int64_t at, int32_t rank, const int64_t *shape, const int64_t *stride)
{
    int64_t found = 0;
    for (int axis = 0; axis < rank; axis++) {
        found += at % shape[axis] * stride[axis];
        at /= shape[axis];
    }
    return found;
}

static float sum_along(const float *x, int64_t n)
{
    vf part[4] = {{0}};
    int64_t i = 0;
    for (; i + 4 * RT_WIDTH <= n; i += 4 * RT_WIDTH)
        for (int p = 0; p < 4; p++)
            part[p] += v_load(x + i + p * RT_WIDTH);
    for (; i + RT_WIDTH <= n; i += RT_WIDTH)
        part[0] += v_load(x + i);
    if (i < n)
        part[1] += v_load_some(x + i, n - i);
    return v_sum((part[0] + part[1]) + (part[2] + part[3]));
}

static void sum_task(void *data, int64_t index, int32_t thread)
{
    const job_t *job = data;
    const float *x = job->step->in[0].data;
    float *out = job->step->out.data, by = job->step->op == RT_MEAN ? 1.0f / (float)job->over : 1.0f;
    (void)thread;
    for (int64_t at = index * job->per_task, end = least(at + job->per_task, job->outputs); at < end; at++) {
        const float *from = x + offset(at, job->kept, job->kept_shape, job->kept_stride);
        double total = 0;
        if (job->along)
            total = sum_along(from, job->over);
        else
            for (int64_t i = 0; i < job->over; i++)
                total += from[offset(i, job->gone, job->gone_shape, job->gone_stride)];
        out[at] = (float)total * by;
    }
}

static void max_task(void *data, int64_t index, int32_t thread)
{
    const job_t *job = data;
    const float *x = job->step->in[0].data;
    (void)thread;
    for (int64_t at = index * job->per_task, end = least(at + job->per_task, job->outputs); at < end; at++) {
        const float *from = x + offset(at, job->kept, job->kept_shape, job->kept_stride);
        float most = -INFINITY;
        int64_t place = 0;
        for (int64_t i = 0; i < job->over; i++) {
            float value = from[offset(i, job->gone, job->gone_shape, job->gone_stride)];
            if (value > most || (value != value && most == most) || i == 0) {
                most = value;
                place = i;
            }
        }
        if (job->step->op == RT_ARGMAX)
            ((int64_t *)job->step->out.data)[at] = place;
        else
            ((float *)job->step->out.data)[at] = most;
    }
}

static void run(const rt_step *step, const rt_context *context, rt_task *task)
{
    job_t job;
    plan(&job, step);
    if (job.outputs)
        rt_parallel(rt_threads(context, 16 * step->in[0].count), (job.outputs + job.per_task - 1) / job.per_task, task, &job);
}

void RT_NAME(sum)(const rt_step *step, const rt_context *context) { run(step, context, sum_task); }
void RT_NAME(mean)(const rt_step *step, const rt_context *context) { run(step, context, sum_task); }
void RT_NAME(max)(const rt_step *step, const rt_context *context) { run(step, context, max_task); }
void RT_NAME(argmax)(const rt_step *step, const rt_context *context) { run(step, context, max_task); }
