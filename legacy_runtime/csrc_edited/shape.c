/* What moves elements and computes nothing.
 *
 *   RESHAPE    out = in, where the plan wants a copy          TRANSPOSE  out[i_order…] = in[i…]        ints: order
 *   SLICE      ints: axis, start, stop, step                  EXPAND     numpy's broadcast_to
 *   CONCAT     ints: axis                                     EMBEDDING  out[i…, :] = table[ids[i…], :]; an id out of range: rt_run tells the step
 *   CAST       to the output's type                           WHERE      out = mask ? a : b, broadcasting
 */
#include <string.h>

#include "kernels.h"
#include "vec.h"

#define CHUNK 16384

static int32_t size_of(int32_t dtype)
{
    switch (dtype) {
    case RT_F64: case RT_I64: return 8;
    case RT_BF16: return 2;
    case RT_I8: case RT_BOOL: return 1;
    default: return 4;
    }
}

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* A walk over `shape` in order, writing one row after the other; the sources go by strides, in elements. */
typedef struct {
    int32_t rank, size, sources;
    int64_t shape[RT_MAX_RANK];
    int64_t stride[3][RT_MAX_RANK];
    const char *from[3];
    char *to;
    int64_t rows, inner, per_task;
} walk_t;

static void run_of(const walk_t *walk, char *to, const char *from, int64_t stride)
{
    int64_t n = walk->inner;
    if (stride == 1) {
        memcpy(to, from, (size_t)(n * walk->size));
        return;
    }
#define COPY(TYPE)                                                                                         \
    for (int64_t i = 0; i < n; i++)                                                                        \
        ((TYPE *)to)[i] = ((const TYPE *)from)[i * stride];
    switch (walk->size) {
    case 8: COPY(int64_t) break;
    case 4: COPY(int32_t) break;
    case 2: COPY(int16_t) break;
    default: COPY(int8_t)
    }
#undef COPY
}

static void walk_task(void *data, int64_t index, int32_t thread)
{
    const walk_t *walk = data;
    int64_t row = index * walk->per_task, end = least(row + walk->per_task, walk->rows);
    (void)thread;
    for (; row < end; row++) {
        int64_t left = row, at[3] = {0, 0, 0};
        for (int axis = walk->rank - 2; axis >= 0; axis--) {
            int64_t here = left % walk->shape[axis];
            left /= walk->shape[axis];
            for (int s = 0; s < walk->sources; s++)
                at[s] += here * walk->stride[s][axis];
        }
        char *to = walk->to + row * walk->inner * walk->size;
        if (walk->sources == 1) {
            run_of(walk, to, walk->from[0] + at[0] * walk->size, walk->stride[0][walk->rank - 1]);
            continue;
        }
        const char *mask = walk->from[0] + at[0];
        for (int64_t i = 0; i < walk->inner; i++) {
            int side = mask[i * walk->stride[0][walk->rank - 1]] ? 1 : 2;
            const char *from = walk->from[side] + (at[side] + i * walk->stride[side][walk->rank - 1]) * walk->size;
            memcpy(to + i * walk->size, from, (size_t)walk->size);
        }
    }
}

static void go(walk_t *walk, const rt_array *out, const rt_context *context)
{
    if (!out->count)
        return;
    if (!walk->rank) {
        walk->rank = 1;
        walk->shape[0] = 1;
        for (int s = 0; s < walk->sources; s++)
            walk->stride[s][0] = 1;
    }
    walk->size = size_of(out->dtype);
    walk->to = out->data;
    walk->inner = walk->shape[walk->rank - 1];
    walk->rows = out->count / walk->inner;
    walk->per_task = CHUNK / walk->inner + 1;
    rt_parallel(rt_threads(context, 16 * out->count), (walk->rows + walk->per_task - 1) / walk->per_task, walk_task, walk);
}

static void strides_of(const rt_array *in, int64_t *stride)
{
    int64_t step = 1;
    for (int axis = in->rank - 1; axis >= 0; axis--) {
        stride[axis] = step;
        step *= in->shape[axis];
    }
}

static void start(walk_t *walk, const rt_array *out, int32_t sources)
{
    memset(walk, 0, sizeof *walk);
    walk->rank = out->rank;
    walk->sources = sources;
    memcpy(walk->shape, out->shape, sizeof walk->shape);
}

/* How `in` is walked where it is broadcast to `out`. */
static void broadcast(const rt_array *in, const rt_array *out, int64_t *stride)
{
    int64_t own[RT_MAX_RANK];
    strides_of(in, own);
    for (int axis = 0; axis < out->rank; axis++) {
        int mine = axis - (out->rank - in->rank);
        stride[axis] = mine < 0 || in->shape[mine] == 1 ? 0 : own[mine];
    }
}

void RT_NAME(reshape)(const rt_step *step, const rt_context *context)
{
    (void)context;
    memcpy(step->out.data, step->in[0].data, (size_t)(step->out.count * size_of(step->out.dtype)));
}

void RT_NAME(transpose)(const rt_step *step, const rt_context *context)
{
    walk_t walk;
    int64_t own[RT_MAX_RANK];
    start(&walk, &step->out, 1);
    strides_of(&step->in[0], own);
    for (int axis = 0; axis < step->out.rank; axis++)
        walk.stride[0][axis] = own[step->ints[axis]];
    walk.from[0] = step->in[0].data;
    go(&walk, &step->out, context);
}

void RT_NAME(slice)(const rt_step *step, const rt_context *context)
{
    walk_t walk;
    start(&walk, &step->out, 1);
    strides_of(&step->in[0], walk.stride[0]);
    int64_t axis = step->ints[0], offset = step->ints[1] * walk.stride[0][axis];
    walk.stride[0][axis] *= step->ints[3];
    walk.from[0] = (const char *)step->in[0].data + offset * size_of(step->out.dtype);
    go(&walk, &step->out, context);
}

void RT_NAME(expand)(const rt_step *step, const rt_context *context)
{
    walk_t walk;
    start(&walk, &step->out, 1);
    broadcast(&step->in[0], &step->out, walk.stride[0]);
    walk.from[0] = step->in[0].data;
    go(&walk, &step->out, context);
}

void RT_NAME(where)(const rt_step *step, const rt_context *context)
{
    walk_t walk;
    start(&walk, &step->out, 3);
    for (int s = 0; s < 3; s++) {
        broadcast(&step->in[s], &step->out, walk.stride[s]);
        walk.from[s] = step->in[s].data;
    }
    go(&walk, &step->out, context);
}

void RT_NAME(concat)(const rt_step *step, const rt_context *context)
{
    const rt_array *out = &step->out;
    int64_t axis = step->ints[0], outer = 1, inner = size_of(out->dtype), at = 0;
    (void)context;
    for (int64_t before = 0; before < axis; before++)
        outer *= out->shape[before];
    for (int64_t after = axis + 1; after < out->rank; after++)
        inner *= out->shape[after];
    for (int part = 0; part < step->n_inputs; part++) {
        const rt_array *in = &step->in[part];
        int64_t bytes = in->shape[axis] * inner;
        for (int64_t row = 0; row < outer && bytes; row++)
            memcpy((char *)out->data + (row * out->shape[axis] * inner + at), (const char *)in->data + row * bytes, (size_t)bytes);
        at += bytes;
    }
}

typedef struct {
    const rt_step *step;
    int64_t per_task;
    int32_t *lost;
} rows_t;

static void embedding_task(void *data, int64_t index, int32_t thread)
{
    const rows_t *job = data;
    const rt_array *table = &job->step->in[0], *ids = &job->step->in[1];
    int64_t width = table->shape[1] * size_of(table->dtype), row = index * job->per_task;
    int64_t end = least(row + job->per_task, ids->count);
    (void)thread;
    for (; row < end; row++) {
        int64_t id = ids->dtype == RT_I64 ? ((const int64_t *)ids->data)[row] : ((const int32_t *)ids->data)[row];
        char *to = (char *)job->step->out.data + row * width;
        if (id >= 0 && id < table->shape[0])
            memcpy(to, (const char *)table->data + id * width, (size_t)width);
        else
            __atomic_store_n(job->lost, 1, __ATOMIC_RELAXED);
    }
}

void RT_NAME(embedding)(const rt_step *step, const rt_context *context)
{
    rows_t job = {step, 1, context->lost};
    if (!step->out.count)
        return;
    job.per_task = CHUNK / step->in[0].shape[1] + 1;
    rt_parallel(rt_threads(context, 16 * step->out.count), (step->in[1].count + job.per_task - 1) / job.per_task, embedding_task, &job);
}

/* Toward zero; what no whole number is gives the least one, as x86 and so numpy have it. */
static inline int64_t whole(double value, double limit)
{
    return value >= -limit && value < limit ? (int64_t)value : limit > 0x1p32 ? INT64_MIN : INT32_MIN;
}

void RT_NAME(cast)(const rt_step *step, const rt_context *context)
{
    const rt_array *in = &step->in[0], *out = &step->out;
    int wide = in->dtype == RT_F32 || in->dtype == RT_F64;
    (void)context;
#define GET(TYPE) ((const TYPE *)in->data)[i]
#define EACH(STORE)                                                                                        \
    for (int64_t i = 0; i < out->count; i++) {                                                             \
        double value = in->dtype == RT_F32 ? GET(float) : in->dtype == RT_F64 ? GET(double) : 0;           \
        int64_t number = wide                  ? 0                                                         \
                         : in->dtype == RT_I64 ? GET(int64_t)                                              \
                         : in->dtype == RT_I32 ? GET(int32_t)                                              \
                                               : GET(int8_t);                                              \
        STORE;                                                                                             \
    }
    switch (out->dtype) {
    case RT_F32: EACH(((float *)out->data)[i] = wide ? (float)value : (float)number) break;
    case RT_F64: EACH(((double *)out->data)[i] = wide ? value : (double)number) break;
    case RT_I64: EACH(((int64_t *)out->data)[i] = wide ? whole(value, 0x1p63) : number) break;
    case RT_I32: EACH(((int32_t *)out->data)[i] = wide ? (int32_t)whole(value, 0x1p31) : (int32_t)number) break;
    default: EACH(((int8_t *)out->data)[i] = wide ? value != 0 : number != 0)
    }
#undef EACH
#undef GET
}
