/* Attention: out = softmax(scale · q kᵀ + mask) v, for each batch and head.
 *
 *   layout 0: q, k, v, out are [batch, heads, sequence, size]
 *   layout 1: they are [batch, sequence, columns], their heads begin at a column each; all three may be one array
 *   ints: layout, heads, kv heads, size, columns at which q, k and v begin, causal?, mask?; floats: scale
 *
 * CACHED_ATTENTION: layout 1 with two caches [batch, kv heads, capacity, size] and how many rows they hold (one I64). The new
 * keys and values are written behind those, and the new queries see all of them, causally.
 *
 * Everything is read where it lies, by strides. A task is one head and NR queries: kᵀ never exists, since the scores are
 * made the other way round, keys × queries, so that softmax runs over vectors of queries. Keys come in tiles with a running
 * maximum and sum (online softmax: M. Milakov and N. Gimelshein, 2018; T. Dao et al., FlashAttention, 2022). With `causal`,
 * query i of s sees the keys up to i + t - s, and tiles that no query sees are not looked at. A query that sees no key gives 0.
 */
#include <string.h>

#include "kernels.h"
#include "micro.h"

#define TILE 256 /* keys */

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

typedef struct {
    const float *data;
    int64_t batch, head, row; /* strides, in elements */
} strided_t;

typedef struct {
    const rt_step *step;
    strided_t q, k, v, out;
    int64_t heads, group, size, queries, keys, blocks;
    int32_t causal;
    float scale;
    const rt_array *mask;
    int64_t mask_batch, mask_head, mask_row, mask_key;
    char *scratch;
    int64_t scratch_size;
} job_t;

static strided_t strided(const rt_array *array, int64_t layout, int64_t heads, int64_t size, int64_t at)
{
    strided_t found = {array->data, 0, 0, 0};
    if (layout) {
        found.row = array->shape[2];
        found.head = size;
        found.batch = array->shape[1] * array->shape[2];
        found.data += at;
    } else {
        found.row = size;
        found.head = array->shape[2] * size;
        found.batch = heads * found.head;
    }
    return found;
}

/* What is added to a score by a float mask; -inf where a bool mask is false. */
static inline float mask_of(const job_t *job, int64_t base, int64_t query, int64_t key)
{
    int64_t at = base + query * job->mask_row + key * job->mask_key;
    if (job->mask->dtype == RT_BOOL)
        return ((const uint8_t *)job->mask->data)[at] ? 0.0f : -INFINITY;
    return ((const float *)job->mask->data)[at];
}

#define KEYS(R)                                                                                            \
    static __attribute__((noinline)) void keys_##R(const float *k, int64_t row, const float *queries, int64_t size, float *scores) \
    {                                                                                                      \
        vf sums[R][VECTORS] = {{{0}}};                                                                     \
        block(RT_F32, R, k, row, 1, queries, NR, size, NULL, 0, sums);                                     \
        for (int r = 0; r < R; r++)                                                                        \
            for (int v = 0; v < VECTORS; v++)                                                              \
                v_store(scores + r * NR + v * RT_WIDTH, sums[r][v]);                                       \
    }                                                                                                      \
    static __attribute__((noinline)) void values_##R(const float *scores, const float *v, int64_t row, int64_t keys, float *sums_out, \
                                                     int64_t stride, const float *old)                     \
    {                                                                                                      \
        vf sums[R][VECTORS] = {{{0}}};                                                                     \
        block(RT_F32, R, scores, 1, NR, v, row, keys, NULL, 0, sums);                                      \
        for (int r = 0; r < R; r++)                                                                        \
            for (int n = 0; n < VECTORS; n++) {                                                            \
                float *to = sums_out + r * stride + n * RT_WIDTH;                                          \
                v_store(to, v_load(to) * old[r] + sums[r][n]);                                             \
            }                                                                                              \
    }
KEYS(1) KEYS(2) KEYS(3) KEYS(4) KEYS(5) KEYS(6)
#if MR == 14
KEYS(7) KEYS(8) KEYS(9) KEYS(10) KEYS(11) KEYS(12) KEYS(13) KEYS(14)
#endif

typedef void keys_t(const float *, int64_t, const float *, int64_t, float *);
typedef void values_t(const float *, const float *, int64_t, int64_t, float *, int64_t, const float *);
static keys_t *const keys_by_rows[MR + 1] = {
    NULL, keys_1, keys_2, keys_3, keys_4, keys_5, keys_6,
#if MR == 14
    keys_7, keys_8, keys_9, keys_10, keys_11, keys_12, keys_13, keys_14,
#endif
};
static values_t *const values_by_rows[MR + 1] = {
    NULL, values_1, values_2, values_3, values_4, values_5, values_6,
#if MR == 14
    values_7, values_8, values_9, values_10, values_11, values_12, values_13, values_14,
#endif
};

static void scores_of(const job_t *job, const float *k, const float *queries, int64_t first, int64_t many, int64_t query, int64_t rows,
                      int64_t mask, float *scores)
{
    for (int64_t key = 0; key < many;) {
        int64_t take = least(MR, many - key);
        keys_by_rows[take](k + (first + key) * job->k.row, job->k.row, queries, job->size, scores + key * NR);
        key += take;
    }
    int64_t offset = job->keys - job->queries; /* query i sees keys up to i + offset */
    for (int64_t key = 0; key < many; key++) {
        float *row = scores + key * NR;
        if (job->mask)
            for (int64_t r = 0; r < rows; r++)
                row[r] += mask_of(job, mask, query + r, first + key);
        if (job->causal)
            for (int64_t hidden = least(rows, first + key - offset - query), r = 0; r < hidden; r++)
                row[r] = -INFINITY;
    }
}

static void attention_task(void *data, int64_t index, int32_t thread)
{
    const job_t *job = data;
    int64_t query = index % job->blocks * NR, head = index / job->blocks % job->heads, batch = index / job->blocks / job->heads;
    int64_t rows = least(NR, job->queries - query), size = job->size, wide = (size + NR - 1) / NR * NR;
    const float *q = job->q.data + batch * job->q.batch + head * job->q.head + query * job->q.row;
    const float *k = job->k.data + batch * job->k.batch + head / job->group * job->k.head;
    const float *v = job->v.data + batch * job->v.batch + head / job->group * job->v.head;
    float *out = (float *)job->out.data + batch * job->out.batch + head * job->out.head + query * job->out.row;
    int64_t mask = batch * job->mask_batch + head * job->mask_head;
    float *queries = (float *)(job->scratch + thread * job->scratch_size), *scores = queries + size * NR;
    float *sums = scores + TILE * NR, *values = sums + NR * wide, old[NR];
    for (int64_t d = 0; d < size; d++)
        for (int64_t r = 0; r < NR; r++)
            queries[d * NR + r] = r < rows ? q[r * job->q.row + d] * job->scale : 0.0f;
    for (int64_t at = 0; at < NR * wide; at++)
        sums[at] = 0.0f;
    vf most[VECTORS], total[VECTORS];
    for (int n = 0; n < VECTORS; n++) {
        most[n] = v_all(-INFINITY);
        total[n] = (vf){0};
    }
    int64_t seen = job->causal ? least(job->keys, query + rows + job->keys - job->queries) : job->keys;
    for (int64_t first = 0; first < seen; first += TILE) {
        int64_t many = least(TILE, seen - first);
        scores_of(job, k, queries, first, many, query, rows, mask, scores);
        for (int n = 0; n < VECTORS; n++) {
            vf top = most[n];
            for (int64_t key = 0; key < many; key++) {
                vf s = v_load(scores + key * NR + n * RT_WIDTH);
                top = v_select((s > top) | (s != s), s, top);
            }
            vf shift = v_select(top == -INFINITY, (vf){0}, top), sum = {0};
            for (int64_t key = 0; key < many; key++) {
                float *at = scores + key * NR + n * RT_WIDTH;
                vf e = v_exp(v_load(at) - shift);
                v_store(at, e);
                sum += e;
            }
            vf fade = v_exp(most[n] - shift);
            total[n] = total[n] * fade + sum;
            most[n] = top;
            v_store(old + n * RT_WIDTH, fade);
        }
        for (int64_t column = 0; column < size; column += NR) {
            const float *from = v + first * job->v.row + column;
            int64_t row = job->v.row;
            if (size - column < NR) { /* the last columns: a copy, so that nothing is read beyond them */
                for (int64_t key = 0; key < many; key++)
                    for (int64_t n = 0; n < NR; n++)
                        values[key * NR + n] = n < size - column ? from[key * row + n] : 0.0f;
                from = values;
                row = NR;
            }
            for (int64_t r = 0; r < rows;) {
                int64_t take = least(MR, rows - r);
                values_by_rows[take](scores + r, from, row, many, sums + r * wide + column, wide, old + r);
                r += take;
            }
        }
    }
    for (int n = 0; n < VECTORS; n++)
        v_store(old + n * RT_WIDTH, v_select(total[n] == 0.0f, (vf){0}, 1.0f / total[n]));
    for (int64_t r = 0; r < rows; r++)
        for (int64_t d = 0; d < size; d++)
            out[r * job->out.row + d] = sums[r * wide + d] * old[r];
}

/* One query alone (a token at a time): products along the head, no block of queries to fill. */
static void single_task(void *data, int64_t index, int32_t thread)
{
    const job_t *job = data;
    int64_t query = index % job->queries, head = index / job->queries % job->heads, batch = index / job->queries / job->heads;
    int64_t size = job->size, seen = job->causal ? query + 1 + job->keys - job->queries : job->keys;
    const float *q = job->q.data + batch * job->q.batch + head * job->q.head + query * job->q.row;
    const float *k = job->k.data + batch * job->k.batch + head / job->group * job->k.head;
    const float *v = job->v.data + batch * job->v.batch + head / job->group * job->v.head;
    float *out = (float *)job->out.data + batch * job->out.batch + head * job->out.head + query * job->out.row;
    int64_t mask = batch * job->mask_batch + head * job->mask_head;
    float *scores = (float *)(job->scratch + thread * job->scratch_size), *sums = scores + TILE, most = -INFINITY, total = 0;
    for (int64_t d = 0; d < size; d++)
        sums[d] = 0.0f;
    for (int64_t first = 0; first < seen; first += TILE) {
        int64_t many = least(TILE, seen - first);
        float top = most;
        for (int64_t key = 0; key < many; key++) {
            const float *row = k + (first + key) * job->k.row;
            vf dot = {0};
            int64_t d = 0;
            for (; d + RT_WIDTH <= size; d += RT_WIDTH)
                dot += v_load(q + d) * v_load(row + d);
            float score = v_sum(dot);
            for (; d < size; d++)
                score += q[d] * row[d];
            score *= job->scale;
            if (job->mask)
                score += mask_of(job, mask, query, first + key);
            scores[key] = score;
            top = score > top || score != score ? score : top;
        }
        float shift = top == -INFINITY ? 0.0f : top;
        vf sum = {0};
        int64_t key = 0;
        for (; key < many; key += RT_WIDTH) {
            int64_t some = least(RT_WIDTH, many - key);
            vf e = v_exp(v_load_some(scores + key, some) - shift);
            v_store_some(scores + key, e, some);
            for (int64_t lane = 0; lane < some; lane++)
                sum[lane] += e[lane];
        }
        float fade = v_exp(v_all(most - shift))[0];
        total = total * fade + v_sum(sum);
        most = top;
        int64_t d = 0;
        for (; d + RT_WIDTH <= size; d += RT_WIDTH) {
            vf part = v_load(sums + d) * fade, more = {0};
            for (key = 0; key + 2 <= many; key += 2) {
                part += scores[key] * v_load(v + (first + key) * job->v.row + d);
                more += scores[key + 1] * v_load(v + (first + key + 1) * job->v.row + d);
            }
            if (key < many)
                part += scores[key] * v_load(v + (first + key) * job->v.row + d);
            v_store(sums + d, part + more);
        }
        for (; d < size; d++) {
            float part = sums[d] * fade;
            for (key = 0; key < many; key++)
                part += scores[key] * v[(first + key) * job->v.row + d];
            sums[d] = part;
        }
    }
    float scale = total == 0.0f ? 0.0f : 1.0f / total;
    for (int64_t d = 0; d < size; d++)
        out[d] = sums[d] * scale;
}

#define FEW 3 /* up to so many queries are taken one by one */

static void run(job_t *job, const rt_context *context, int64_t batches)
{
    job->scratch = context->scratch;
    job->scratch_size = context->scratch_size;
    int32_t threads = rt_threads(context, 2 * batches * job->heads * job->queries * job->keys * job->size);
    if (job->queries <= FEW) {
        rt_parallel(threads, batches * job->heads * job->queries, single_task, job);
        return;
    }
    job->blocks = (job->queries + NR - 1) / NR;
    rt_parallel(threads, batches * job->heads * job->blocks, attention_task, job);
}

static job_t job_of(const rt_step *step)
{
    const int64_t *ints = step->ints;
    job_t job = {.step = step, .heads = ints[1], .group = ints[1] / ints[2], .size = ints[3]};
    job.q = strided(&step->in[0], ints[0], job.heads, job.size, ints[4]);
    job.k = strided(&step->in[1], ints[0], ints[2], job.size, ints[5]);
    job.v = strided(&step->in[2], ints[0], ints[2], job.size, ints[6]);
    job.out = strided(&step->out, ints[0], job.heads, job.size, 0);
    job.queries = step->in[0].shape[ints[0] ? 1 : 2];
    job.keys = step->in[1].shape[ints[0] ? 1 : 2];
    job.causal = (int32_t)ints[7];
    job.scale = (float)step->floats[0];
    return job;
}

void RT_NAME(attention)(const rt_step *step, const rt_context *context)
{
    if (!step->out.count)
        return;
    job_t job = job_of(step);
    if (step->ints[8]) {
        const rt_array *mask = job.mask = &step->in[3];
        int64_t *strides[4] = {&job.mask_key, &job.mask_row, &job.mask_head, &job.mask_batch}, own = 1;
        for (int axis = mask->rank - 1, at = 0; axis >= 0 && at < 4; axis--, at++) {
            *strides[at] = mask->shape[axis] == 1 ? 0 : own;
            own *= mask->shape[axis];
        }
    }
    run(&job, context, step->in[0].shape[0]);
}

void RT_NAME(cached_attention)(const rt_step *step, const rt_context *context)
{
    const rt_array *cache = &step->in[3];
    int64_t past = *(const int64_t *)step->in[5].data, batches = step->in[0].shape[0], kv_heads = step->ints[2];
    if (!step->out.count)
        return;
    job_t job = job_of(step);
    strided_t *sides[2] = {&job.k, &job.v};
    for (int side = 0; side < 2; side++) {
        float *held = step->in[3 + side].data;
        strided_t there = {held, kv_heads * cache->shape[2] * job.size, cache->shape[2] * job.size, job.size};
        for (int64_t batch = 0; batch < batches; batch++)
            for (int64_t head = 0; head < kv_heads; head++)
                for (int64_t row = 0; row < job.keys; row++)
                    memcpy(held + batch * there.batch + head * there.head + (past + row) * job.size,
                           sides[side]->data + batch * sides[side]->batch + head * sides[side]->head + row * sides[side]->row,
                           (size_t)job.size * sizeof(float));
        *sides[side] = there;
    }
    job.keys += past;
    job.causal = 1;
    run(&job, context, batches);
}
