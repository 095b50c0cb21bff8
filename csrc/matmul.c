/* Matrix products.
 *
 *   LINEAR   out[m, n] = act(alpha · Σ_k x[m, k] · w[k, n] + bias[n]) + residual[m, n]
 *            ints: transposed weight, bias?, residual?, activation; floats: alpha; packed: the weight in panels, or NULL
 *   MATMUL   out[…, m, n] = alpha · Σ_k a[…, m, k] · b[…, k, n], with numpy's broadcasting of the leading axes
 *            ints: a transposed?, b transposed?; floats: alpha
 *
 * A constant weight is packed once into panels of NR columns: panel p holds w[0, pNR … pNR+NR), then w[1, …), and so on, so
 * that the micro-kernel reads it as one stream. The micro-kernel keeps MR × NR sums in registers and walks all of k: no sum
 * is ever split between threads, so results do not depend on their number (K. Goto and R. van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication, 2008; here without packing of x, whose few rows stay in the cache).
 */
#include "activations.h"
#include "kernels.h"
#include "micro.h"

#define BLOCKS 8 /* blocks of MR rows in one task */

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* What is done to the sums before they are stored. */
typedef struct {
    const float *bias, *residual; /* of the whole matrix, or NULL */
    float alpha;
    int32_t activation;
} finish_t;

static inline __attribute__((always_inline)) void finish_row(
    const finish_t *finish, vf *sums, float *out, int64_t row, int64_t column, int64_t columns)
{
    int64_t left = columns - column;
    for (int v = 0; v < VECTORS && left > 0; v++, left -= RT_WIDTH) {
        int64_t at = column + v * RT_WIDTH;
        vf sum = sums[v] * finish->alpha;
        if (left >= RT_WIDTH) {
            if (finish->bias)
                sum += v_load(finish->bias + at);
            sum = v_activate(sum, finish->activation);
            if (finish->residual)
                sum += v_load(finish->residual + row * columns + at);
            v_store(out + row * columns + at, sum);
        } else {
            if (finish->bias)
                sum += v_load_some(finish->bias + at, left);
            sum = v_activate(sum, finish->activation);
            if (finish->residual)
                sum += v_load_some(finish->residual + row * columns + at, left);
            v_store_some(out + row * columns + at, sum, left);
        }
    }
}

#define PHASES 4 /* one row alone: so many sums a column, or each addition would wait for the one before */

static inline __attribute__((always_inline)) void one_row(
    const float *restrict x, const float *restrict panel, int64_t inner, vf sums[VECTORS])
{
    vf part[PHASES][VECTORS];
    for (int p = 0; p < PHASES; p++)
        for (int v = 0; v < VECTORS; v++)
            part[p][v] = (vf){0};
    int64_t k = 0;
    for (; k + PHASES <= inner; k += PHASES)
        for (int p = 0; p < PHASES; p++)
            for (int v = 0; v < VECTORS; v++)
                part[p][v] += v_all(x[k + p]) * v_load(panel + (k + p) * NR + v * RT_WIDTH);
    for (; k < inner; k++)
        for (int v = 0; v < VECTORS; v++)
            part[0][v] += v_all(x[k]) * v_load(panel + k * NR + v * RT_WIDTH);
    for (int v = 0; v < VECTORS; v++)
        sums[v] = (part[0][v] + part[1][v]) + (part[2][v] + part[3][v]);
}

#define BLOCK(R)                                                                                           \
    static __attribute__((noinline)) void block_##R(                                                       \
        const float *x, int64_t stride, const float *panel, int64_t inner, const finish_t *finish, float *out, \
        int64_t row, int64_t column, int64_t columns)                                                      \
    {                                                                                                      \
        vf sums[R][VECTORS];                                                                               \
        block(R, x, stride, 1, panel, NR, inner, sums);                                                           \
        for (int r = 0; r < R; r++)                                                                        \
            finish_row(finish, sums[r], out, row + r, column, columns);                                    \
    }

typedef void block_t(const float *, int64_t, const float *, int64_t, const finish_t *, float *, int64_t, int64_t, int64_t);

static __attribute__((noinline)) void block_1(
    const float *x, int64_t stride, const float *panel, int64_t inner, const finish_t *finish, float *out, int64_t row,
    int64_t column, int64_t columns)
{
    vf sums[VECTORS];
    (void)stride;
    one_row(x, panel, inner, sums);
    finish_row(finish, sums, out, row, column, columns);
}

BLOCK(2) BLOCK(3) BLOCK(4) BLOCK(5) BLOCK(6)
#if MR == 14
BLOCK(7) BLOCK(8) BLOCK(9) BLOCK(10) BLOCK(11) BLOCK(12) BLOCK(13) BLOCK(14)
#endif

static block_t *const blocks[MR + 1] = {
    NULL, block_1, block_2, block_3, block_4, block_5, block_6,
#if MR == 14
    block_7, block_8, block_9, block_10, block_11, block_12, block_13, block_14,
#endif
};

/* Rows `row` … `end` of x against one panel. The last blocks share what is left evenly: 15 rows are 8 and 7. */
static void rows_by_panel(
    const float *x, int64_t stride, const float *panel, int64_t inner, const finish_t *finish, float *out, int64_t row,
    int64_t end, int64_t column, int64_t columns)
{
    while (row < end) {
        int64_t left = end - row, take = least(MR, left);
        if (left > MR && left < 2 * MR)
            take = (left + 1) / 2;
        blocks[take](x + row * stride, stride, panel, inner, finish, out, row, column, columns);
        row += take;
    }
}

/* --- packing --- */

int64_t RT_NAME(packed_size)(int64_t rows, int64_t columns, int32_t type)
{
    if (type != RT_F32)
        return -1;
    return (columns + NR - 1) / NR * NR * rows * (int64_t)sizeof(float);
}

static void pack_panel(float *panel, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int64_t column)
{
    int64_t wide = least(NR, columns - column);
    for (int64_t k = 0; k < rows; k++)
        for (int64_t n = 0; n < NR; n++)
            panel[k * NR + n] = n >= wide ? 0.0f
                                : transposed ? weight[(column + n) * rows + k]
                                             : weight[k * columns + column + n];
}

void RT_NAME(pack)(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type)
{
    (void)type;
    for (int64_t column = 0; column < columns; column += NR)
        pack_panel((float *)packed + column * rows, weight, rows, columns, transposed, column);
}

/* --- LINEAR --- */

typedef struct {
    const float *x, *weight; /* the weight packed, or as it is */
    float *out;
    int64_t rows, inner, columns, panels, span; /* `span` rows are one task */
    int32_t packed, transposed;
    finish_t finish;
    char *scratch;
    int64_t scratch_size;
} linear_t;

static void linear_task(void *data, int64_t index, int32_t thread)
{
    const linear_t *job = data;
    int64_t column = index % job->panels * NR, row = index / job->panels * job->span;
    const float *panel = job->weight + column * job->inner;
    if (!job->packed) {
        float *own = (float *)(job->scratch + thread * job->scratch_size);
        pack_panel(own, job->weight, job->inner, job->columns, job->transposed, column);
        panel = own;
    }
    rows_by_panel(job->x, job->inner, panel, job->inner, &job->finish, job->out, row, least(row + job->span, job->rows), column,
                  job->columns);
}

void RT_NAME(linear)(const rt_step *step, const rt_context *context)
{
    const rt_array *x = &step->in[0], *out = &step->out;
    linear_t job = {.x = x->data, .out = out->data};
    int next = 2;
    job.columns = out->shape[out->rank - 1];
    job.inner = x->shape[x->rank - 1];
    if (!out->count)
        return;
    job.rows = out->count / job.columns;
    job.panels = (job.columns + NR - 1) / NR;
    job.packed = step->packed != NULL;
    job.weight = job.packed ? step->packed : step->in[1].data;
    job.transposed = (int32_t)step->ints[0];
    job.finish.bias = step->ints[1] ? step->in[next++].data : NULL;
    job.finish.residual = step->ints[2] ? step->in[next++].data : NULL;
    job.finish.activation = (int32_t)step->ints[3];
    job.finish.alpha = (float)step->floats[0];
    job.scratch = context->scratch;
    job.scratch_size = context->scratch_size;
    job.span = job.packed ? MR * BLOCKS : job.rows;
    rt_parallel(context->threads, job.panels * ((job.rows + job.span - 1) / job.span), linear_task, &job);
}

/* --- MATMUL --- */

typedef struct {
    const rt_step *step;
    int64_t rows, inner, columns, panels;
    char *scratch;
    int64_t scratch_size;
} matmul_t;

/* Where the matrix of a batch begins in one input, in elements. */
static int64_t batch_offset(const rt_array *in, const rt_array *out, int64_t batch)
{
    int64_t offset = 0, size = in->shape[in->rank - 1] * in->shape[in->rank - 2];
    for (int axis = out->rank - 3; axis >= 0; axis--) {
        int64_t at = batch % out->shape[axis];
        int mine = axis - (out->rank - in->rank);
        batch /= out->shape[axis];
        if (mine >= 0) {
            if (in->shape[mine] != 1)
                offset += at * size;
            size *= in->shape[mine];
        }
    }
    return offset;
}

static void matmul_task(void *data, int64_t index, int32_t thread)
{
    const matmul_t *job = data;
    const rt_step *step = job->step;
    const rt_array *a = &step->in[0], *b = &step->in[1], *out = &step->out;
    int64_t batch = index / job->panels, column = index % job->panels * NR;
    const float *x = (const float *)a->data + batch_offset(a, out, batch);
    float *panel = (float *)(job->scratch + thread * job->scratch_size), *rows = panel + job->inner * NR;
    finish_t finish = {.alpha = (float)step->floats[0]};
    pack_panel(panel, (const float *)b->data + batch_offset(b, out, batch), job->inner, job->columns, (int32_t)step->ints[1],
               column);
    if (step->ints[0]) {
        for (int64_t m = 0; m < job->rows; m++)
            for (int64_t k = 0; k < job->inner; k++)
                rows[m * job->inner + k] = x[k * job->rows + m];
        x = rows;
    }
    rows_by_panel(x, job->inner, panel, job->inner, &finish, (float *)out->data + batch * job->rows * job->columns, 0, job->rows,
                  column, job->columns);
}

void RT_NAME(matmul)(const rt_step *step, const rt_context *context)
{
    const rt_array *a = &step->in[0], *out = &step->out;
    matmul_t job = {.step = step, .scratch = context->scratch, .scratch_size = context->scratch_size};
    if (!out->count)
        return;
    job.rows = out->shape[out->rank - 2];
    job.columns = out->shape[out->rank - 1];
    job.inner = step->ints[0] ? a->shape[a->rank - 2] : a->shape[a->rank - 1];
    job.panels = (job.columns + NR - 1) / NR;
    rt_parallel(context->threads, out->count / (job.rows * job.columns) * job.panels, matmul_task, &job);
}
