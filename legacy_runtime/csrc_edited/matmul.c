/* Matrix products.
 *
 *   LINEAR   out[m, n] = act(alpha · Σ_k x[m, k] · w[k, n] + bias[n]) + residual[m, n]
 *            ints: transposed weight, bias?, residual?, activation, type of the packed weight; floats: alpha;
 *            packed: the weight in panels, or NULL
 *   MATMUL   out[…, m, n] = alpha · Σ_k a[…, m, k] · b[…, k, n], with numpy's broadcasting of the leading axes
 *            ints: a transposed?, b transposed?; floats: alpha
 *
 * A constant weight is packed once into panels of NR columns: panel p holds w[0, pNR … pNR+NR), then w[1, …), and so on, so
 * that the micro-kernel reads it as one stream. The micro-kernel keeps MR × NR sums in registers and walks all of k: no sum
 * is ever split between threads, so results do not depend on their number (K. Goto and R. van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication, 2008; here without packing of x, whose few rows stay in the cache).
 *
 * A packed weight is F32, BF16 (rounded to the nearest), or I8 with a scale for each column; the narrow types become floats
 * in registers, so that a few rows cost the memory traffic of the narrow weight and sums stay in F32.
 */
#include "activations.h"
#include "blas.h"
#include "kernels.h"
#include "micro.h"

#define BLOCKS 8 /* blocks of MR rows in one task */

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

/* What is done to the sums before they are stored. */
typedef struct {
    const float *bias, *residual; /* of the whole matrix, or NULL */
    const float *scale;           /* of each column, or NULL */
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
        if (finish->scale)
            sum *= v_load(finish->scale + at);
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

#define PHASES 2 /* one row alone: so many sums a column, or each addition would wait for the one before */

/* One row by some panels at a time: memory gives more to two streams than to one. `type` and `panels` are constants. */
static inline __attribute__((always_inline)) void one_row(
    int32_t type, int panels, const float *restrict x, const void *const *panel, int64_t inner, vf sums[][VECTORS])
{
    vf part[2][PHASES][VECTORS] = {{{{0}}}};
    int64_t k = 0;
    for (; k + PHASES <= inner; k += PHASES)
        for (int p = 0; p < PHASES; p++)
            for (int n = 0; n < panels; n++)
                for (int v = 0; v < VECTORS; v++)
                    part[n][p][v] += v_all(x[k + p]) * v_weight(type, panel[n], (k + p) * NR, v);
    for (; k < inner; k++)
        for (int n = 0; n < panels; n++)
            for (int v = 0; v < VECTORS; v++)
                part[n][0][v] += v_all(x[k]) * v_weight(type, panel[n], k * NR, v);
    for (int n = 0; n < panels; n++)
        for (int v = 0; v < VECTORS; v++)
            sums[n][v] = part[n][0][v] + part[n][1][v];
}

/* Some k's of a panel, which all rows of a task are taken through before the next ones. */
typedef struct {
    const float *x; /* at the first k of the first row of the task */
    int64_t stride, inner;
    const void *panel;
    float *kept; /* sums of the k's before these, of the task's rows */
    int32_t first, last;
    const char *ahead;
    int64_t pace;
} stretch_t;

typedef void block_t(const stretch_t *, int64_t, const finish_t *, float *, int64_t, int64_t, int64_t);

#define BLOCK(TYPE, R)                                                                                     \
    static __attribute__((noinline)) void block_##TYPE##_##R(                                              \
        const stretch_t *some, int64_t at, const finish_t *finish, float *out, int64_t row, int64_t column, int64_t columns) \
    {                                                                                                      \
        vf sums[R][VECTORS];                                                                               \
        float *kept = some->kept + at * NR;                                                                \
        for (int r = 0; r < R; r++)                                                                        \
            for (int v = 0; v < VECTORS; v++)                                                              \
                sums[r][v] = some->first ? (vf){0} : v_load(kept + r * NR + v * RT_WIDTH);                 \
        block(RT_##TYPE, R, some->x + at * some->stride, some->stride, 1, some->panel, NR, some->inner, some->ahead, some->pace, \
              sums);                                                                                       \
        for (int r = 0; r < R; r++)                                                                        \
            if (some->last)                                                                                \
                finish_row(finish, sums[r], out, row + at + r, column, columns);                           \
            else                                                                                           \
                for (int v = 0; v < VECTORS; v++)                                                          \
                    v_store(kept + r * NR + v * RT_WIDTH, sums[r][v]);                                     \
    }
#if MR == 14
#define BLOCKS_OF(TYPE)                                                                                    \
    BLOCK(TYPE, 1) BLOCK(TYPE, 2) BLOCK(TYPE, 3) BLOCK(TYPE, 4) BLOCK(TYPE, 5) BLOCK(TYPE, 6) BLOCK(TYPE, 7) BLOCK(TYPE, 8) \
    BLOCK(TYPE, 9) BLOCK(TYPE, 10) BLOCK(TYPE, 11) BLOCK(TYPE, 12) BLOCK(TYPE, 13) BLOCK(TYPE, 14)         \
    static block_t *const blocks_##TYPE[MR + 1] = {                                                        \
        NULL,              block_##TYPE##_1,  block_##TYPE##_2,  block_##TYPE##_3,  block_##TYPE##_4,      \
        block_##TYPE##_5,  block_##TYPE##_6,  block_##TYPE##_7,  block_##TYPE##_8,  block_##TYPE##_9,      \
        block_##TYPE##_10, block_##TYPE##_11, block_##TYPE##_12, block_##TYPE##_13, block_##TYPE##_14};
#else
#define BLOCKS_OF(TYPE)                                                                                    \
    BLOCK(TYPE, 1) BLOCK(TYPE, 2) BLOCK(TYPE, 3) BLOCK(TYPE, 4) BLOCK(TYPE, 5) BLOCK(TYPE, 6)              \
    static block_t *const blocks_##TYPE[MR + 1] = {NULL,             block_##TYPE##_1, block_##TYPE##_2, block_##TYPE##_3, \
                                                   block_##TYPE##_4, block_##TYPE##_5, block_##TYPE##_6};
#endif
BLOCKS_OF(F32)
BLOCKS_OF(BF16)
BLOCKS_OF(I8)

#define STRETCH 1024 /* the most k's of one stretch: with those of the next, its weights stay in the second cache */
#define LONG 512     /* with fewer k's weights are small, and in the second cache already */
#define ROWS (BLOCKS * MR)

static int64_t size_of(int32_t type) { return type == RT_F32 ? 4 : type == RT_BF16 ? 2 : 1; }

/* Rows `row` … `end` of x, at most ROWS, against one panel: blocks of MR rows or, evenly, a few less.
 *
 * Every stretch of weights is read from memory once, while the rows go through the one before: the first block sends for it,
 * or each of the first two for a half. What comes behind the panel's end is the next panel, most likely this thread's next task. */
static void rows_by_panel(
    int32_t type, const float *x, int64_t stride, const void *panel, int64_t inner, const finish_t *finish, float *out,
    int64_t row, int64_t end, int64_t column, int64_t columns)
{
    block_t *const *table = type == RT_BF16 ? blocks_BF16 : type == RT_I8 ? blocks_I8 : blocks_F32;
    float kept[ROWS * NR] __attribute__((aligned(64)));
    int64_t rows = end - row, blocks = (rows + MR - 1) / MR, stretches = (inner + STRETCH - 1) / STRETCH, wide = NR * size_of(type);
    stretch_t some = {.x = x + row * stride, .stride = stride, .panel = panel, .kept = kept, .first = 1};
    int64_t length = stretches > 1 ? (inner + stretches - 1) / stretches : inner, each = rows / blocks, more = rows % blocks;
    for (int64_t k = 0; k < inner || some.first;) {
        some.inner = least(length, inner - k);
        some.last = k + some.inner == inner;
        int64_t many = wide * some.inner;
        for (int64_t b = 0, at = 0; b < blocks; b++) {
            int64_t take = each + (b < more);
            some.pace = blocks == 1 ? wide : wide / 2;
            some.ahead = inner < LONG || b > 1 ? NULL : (const char *)some.panel + many + (b == 1 ? many / 2 : 0);
            table[take](&some, at, finish, out, row, column, columns);
            at += take;
        }
        k += some.inner;
        some.panel = (const char *)some.panel + many;
        some.x += some.inner;
        some.first = 0;
    }
}

/* --- packing --- */

static int64_t padded(int64_t columns) { return (columns + NR - 1) / NR * NR; }

/* I8: the scales of the columns, as floats, stand behind the panels. */
int64_t RT_NAME(packed_size)(int64_t rows, int64_t columns, int32_t type)
{
    if (type != RT_F32 && type != RT_BF16 && type != RT_I8)
        return -1;
    return padded(columns) * (rows * size_of(type) + (type == RT_I8 ? (int64_t)sizeof(float) : 0));
}

#define TILE 64

/* Rows `first` … of the weight's columns `column` … `column` + NR, at most TILE of them; 0 beyond the last column. */
static void read_tile(
    float *tile, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int64_t first, int64_t column)
{
    int64_t many = least(TILE, rows - first), wide = least(NR, columns - column);
    if (wide < NR)
        memset(tile, 0, (size_t)(many * NR) * sizeof(float));
    if (!transposed)
        for (int64_t k = 0; k < many; k++)
            memcpy(tile + k * NR, weight + (first + k) * columns + column, (size_t)wide * sizeof(float));
    else
        for (int64_t n = 0; n < wide; n++)
            for (int64_t k = 0; k < many; k++)
                tile[k * NR + n] = weight[(column + n) * rows + first + k];
}

static void pack_panel(float *panel, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int64_t column)
{
    for (int64_t first = 0; first < rows; first += TILE)
        read_tile(panel + first * NR, weight, rows, columns, transposed, first, column);
}

/* The nearest bfloat16, ties to even; NaN stays. */
static uint16_t to_bf16(float x)
{
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    if (x != x)
        return (uint16_t)(bits >> 16 | 0x40);
    return (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static void pack_bf16(uint16_t *panel, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int64_t column)
{
    float tile[TILE * NR];
    for (int64_t first = 0; first < rows; first += TILE) {
        read_tile(tile, weight, rows, columns, transposed, first, column);
        for (int64_t k = 0; k < least(TILE, rows - first); k++)
            for (int64_t n = 0; n < RT_WIDTH; n++) /* the pairs of v_weight */
                for (int v = 0; v < VECTORS; v++)
                    panel[(first + k) * NR + n * VECTORS + v] = to_bf16(tile[k * NR + v * RT_WIDTH + n]);
    }
}

/* The largest weight of a column is ±127. A column with a weight that is not finite has NaN for its scale. */
static void pack_i8(
    int8_t *panel, float *scale, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int64_t column)
{
    float tile[TILE * NR], by[NR];
    for (int64_t n = 0; n < NR; n++)
        scale[n] = 0;
    for (int64_t first = 0; first < rows; first += TILE) {
        read_tile(tile, weight, rows, columns, transposed, first, column);
        for (int64_t k = 0; k < least(TILE, rows - first); k++)
            for (int64_t n = 0; n < NR; n++) {
                float size = fabsf(tile[k * NR + n]);
                scale[n] = size <= scale[n] || scale[n] != scale[n] ? scale[n] : size <= 3.4e38f ? size : NAN;
            }
    }
    for (int64_t n = 0; n < NR; n++) {
        scale[n] /= 127.0f;
        by[n] = scale[n] > 1e-38f ? 1.0f / scale[n] : 0.0f;
    }
    for (int64_t first = 0; first < rows; first += TILE) {
        read_tile(tile, weight, rows, columns, transposed, first, column);
        for (int64_t k = 0; k < least(TILE, rows - first); k++)
            for (int64_t n = 0; n < NR; n++) { /* the sum rounds to a whole number, the difference is that number */
                float value = by[n] > 0 ? tile[k * NR + n] * by[n] + 12582912.0f : 12582912.0f;
                panel[(first + k) * NR + n] = (int8_t)(value - 12582912.0f);
            }
    }
}

void RT_NAME(pack)(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type)
{
    float *scales = (float *)((char *)packed + padded(columns) * rows);
    for (int64_t column = 0; column < columns; column += NR) {
        void *panel = (char *)packed + column * rows * size_of(type);
        if (type == RT_BF16)
            pack_bf16(panel, weight, rows, columns, transposed, column);
        else if (type == RT_I8)
            pack_i8(panel, scales + column, weight, rows, columns, transposed, column);
        else
            pack_panel(panel, weight, rows, columns, transposed, column);
    }
}

/* --- LINEAR --- */

typedef struct {
    const float *x;
    const void *weight; /* packed, or as it is */
    float *out;
    int64_t rows, inner, columns, panels, span; /* `span` rows are one task */
    int32_t type, packed, transposed;
    finish_t finish;
    char *scratch;
    int64_t scratch_size;
} linear_t;

/* One row alone: a panel of the first half of the weight and its fellow of the second, so that each thread reads two streams. */
static void row_task(void *data, int64_t index, int32_t thread)
{
    const linear_t *job = data;
    int64_t half = (job->panels + 1) / 2, column[2] = {index * NR, least(index + half, job->panels - 1) * NR};
    int64_t size = job->inner * size_of(job->type);
    const void *panel[2] = {(const char *)job->weight + column[0] * size, (const char *)job->weight + column[1] * size};
    vf sums[2][VECTORS];
    (void)thread;
    if (job->type == RT_BF16)
        one_row(RT_BF16, 2, job->x, panel, job->inner, sums);
    else if (job->type == RT_I8)
        one_row(RT_I8, 2, job->x, panel, job->inner, sums);
    else
        one_row(RT_F32, 2, job->x, panel, job->inner, sums);
    for (int n = 0; n < (index + half < job->panels ? 2 : 1); n++)
        finish_row(&job->finish, sums[n], job->out, 0, column[n], job->columns);
}

static void linear_task(void *data, int64_t index, int32_t thread)
{
    const linear_t *job = data;
    int64_t column = index % job->panels * NR, row = index / job->panels * job->span;
    const void *panel = (const char *)job->weight + column * job->inner * size_of(job->type);
    if (!job->packed) {
        float *own = (float *)(job->scratch + thread * job->scratch_size);
        pack_panel(own, job->weight, job->inner, job->columns, job->transposed, column);
        panel = own;
    }
    for (int64_t end = least(row + job->span, job->rows), at = row; at < end; at += ROWS)
        rows_by_panel(job->type, job->x, job->inner, panel, job->inner, &job->finish, job->out, at, least(at + ROWS, end), column,
                      job->columns);
}

/* A row of products becomes what the epilogue makes of it. */
static void finish_task(void *data, int64_t row, int32_t thread)
{
    const linear_t *job = data;
    float *out = job->out + row * job->columns;
    (void)thread;
    for (int64_t column = 0; column < job->columns; column += NR) {
        vf sums[VECTORS] = {{0}};
        for (int v = 0; v < VECTORS && column + v * RT_WIDTH < job->columns; v++) {
            int64_t at = column + v * RT_WIDTH, left = job->columns - at;
            sums[v] = left >= RT_WIDTH ? v_load(out + at) : v_load_some(out + at, left);
        }
        finish_row(&job->finish, sums, job->out, row, column, job->columns);
    }
}

static void linear_by_blas(linear_t *job, int32_t threads)
{
    for (int64_t row = 0; row < job->rows; row += RT_BLAS_LARGEST)
        rt_blas_sgemm(threads, 0, job->transposed, least(RT_BLAS_LARGEST, job->rows - row), job->columns, job->inner, 1.0f,
                      job->x + row * job->inner, job->weight, job->out + row * job->columns);
    rt_parallel(threads, job->rows, finish_task, job);
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
    job.type = job.packed ? (int32_t)step->ints[4] : RT_F32;
    if (job.type == RT_I8)
        job.finish.scale = (const float *)((const char *)job.weight + padded(job.columns) * job.inner);
    job.finish.bias = step->ints[1] ? step->in[next++].data : NULL;
    job.finish.residual = step->ints[2] ? step->in[next++].data : NULL;
    job.finish.activation = (int32_t)step->ints[3];
    job.finish.alpha = (float)step->floats[0];
    job.scratch = context->scratch;
    job.scratch_size = context->scratch_size;
    job.span = job.packed ? MR * BLOCKS : job.rows;
    if (!job.packed && rt_blas_in_use() && job.inner && job.inner <= RT_BLAS_LARGEST && job.columns <= RT_BLAS_LARGEST) {
        linear_by_blas(&job, rt_threads(context, job.rows * job.columns * job.inner));
        return;
    }
    int64_t loaded = job.rows < 4 ? 4 : job.rows; /* a weight that one row reads costs more than its multiplication */
    int32_t threads = rt_threads(context, loaded * job.columns * job.inner);
    if (job.packed && job.rows == 1) {
        rt_parallel(threads, (job.panels + 1) / 2, row_task, &job);
        return;
    }
    int64_t spans = (job.rows + job.span - 1) / job.span;
    job.span = (job.rows + spans - 1) / spans;
    rt_parallel(threads, job.panels * spans, linear_task, &job);
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
    float *to = (float *)out->data + batch * job->rows * job->columns;
    for (int64_t row = 0; row < job->rows; row += ROWS)
        rows_by_panel(RT_F32, x, job->inner, panel, job->inner, &finish, to, row, least(row + ROWS, job->rows), column, job->columns);
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
    if (rt_blas_in_use() && job.inner && most(most(job.rows, job.columns), job.inner) <= RT_BLAS_LARGEST) {
        int64_t each = job.rows * job.columns;
        for (int64_t batch = 0; batch < out->count / each; batch++)
            rt_blas_sgemm(rt_threads(context, each * job.inner), (int32_t)step->ints[0], (int32_t)step->ints[1], job.rows,
                          job.columns, job.inner, (float)step->floats[0], (const float *)a->data + batch_offset(a, out, batch),
                          (const float *)step->in[1].data + batch_offset(&step->in[1], out, batch), (float *)out->data + batch * each);
        return;
    }
    rt_parallel(rt_threads(context, out->count * job.inner), out->count / (job.rows * job.columns) * job.panels, matmul_task, &job);
}
