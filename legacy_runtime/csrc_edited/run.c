/* One call runs a whole graph: the data of inputs and outputs are put in their places, then each step's kernel is called
 * by its number. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "runtime.h"

extern const rt_set rt_portable_set;
#if defined(__x86_64__)
extern const rt_set rt_avx2_set, rt_avx512_set;
#endif

static const rt_set *choose(void)
{
    const char *wanted = getenv("RT_ISA");
    if (wanted && !*wanted)
        wanted = NULL;
#if defined(__x86_64__)
    __builtin_cpu_init();
    int avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (avx512 && (!wanted || !strcmp(wanted, "avx512")))
        return &rt_avx512_set;
    if (avx2 && (!wanted || !strcmp(wanted, "avx2")))
        return &rt_avx2_set;
#endif
    if (!wanted || !strcmp(wanted, "portable"))
        return &rt_portable_set;
    return NULL;
}

static const rt_set *set_in_use(void)
{
    static _Atomic(const rt_set *) set;
    const rt_set *found = atomic_load_explicit(&set, memory_order_acquire);
    if (!found) {
        found = choose();
        atomic_store_explicit(&set, found, memory_order_release);
    }
    return found;
}

const char *rt_isa(void)
{
    const rt_set *set = set_in_use();
    return set ? set->name : NULL;
}

int32_t rt_has_kernel(int32_t op)
{
    const rt_set *set = set_in_use();
    return set && op >= 0 && op < RT_OPS && set->kernels[op] != NULL;
}

int64_t rt_packed_size(int64_t rows, int64_t columns, int32_t type)
{
    const rt_set *set = set_in_use();
    return set && set->packed_size ? set->packed_size(rows, columns, type) : -1;
}

void rt_pack(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type)
{
    const rt_set *set = set_in_use();
    if (set && set->pack)
        set->pack(packed, weight, rows, columns, transposed, type);
}

uint32_t rt_abi(void) { return RT_ABI; }

int32_t rt_layout(int64_t *values, int32_t room)
{
    const int64_t found[] = {
        sizeof(rt_array),   offsetof(rt_array, data),     offsetof(rt_array, shape),  offsetof(rt_array, count),
        offsetof(rt_array, rank), offsetof(rt_array, dtype),
        sizeof(rt_step),    offsetof(rt_step, op),        offsetof(rt_step, n_inputs), offsetof(rt_step, out),
        offsetof(rt_step, in), offsetof(rt_step, ints),   offsetof(rt_step, floats),  offsetof(rt_step, packed),
        sizeof(rt_patch),   offsetof(rt_patch, step),     offsetof(rt_patch, slot),   offsetof(rt_patch, buffer),
        offsetof(rt_patch, offset),
        sizeof(rt_program), offsetof(rt_program, abi),    offsetof(rt_program, n_steps), offsetof(rt_program, n_patches),
        offsetof(rt_program, threads), offsetof(rt_program, steps), offsetof(rt_program, patches),
        offsetof(rt_program, scratch), offsetof(rt_program, scratch_size),
    };
    int32_t count = (int32_t)(sizeof(found) / sizeof(found[0]));
    for (int32_t at = 0; at < count && at < room; at++)
        values[at] = found[at];
    return count;
}

int32_t rt_run(const rt_program *program, void *const *buffers)
{
    const rt_set *set = set_in_use();
    if (program->abi != RT_ABI || !set)
        return -1;
    for (int32_t at = 0; at < program->n_patches; at++) {
        const rt_patch *patch = &program->patches[at];
        rt_step *step = &program->steps[patch->step];
        rt_array *array = patch->slot < 0 ? &step->out : &step->in[patch->slot];
        array->data = (char *)buffers[patch->buffer] + patch->offset;
    }
    int32_t lost = 0;
    const rt_context context = {program->threads, program->scratch, program->scratch_size, &lost};
    for (int32_t at = 0; at < program->n_steps; at++) {
        const rt_step *step = &program->steps[at];
        rt_kernel *kernel = step->op >= 0 && step->op < RT_OPS ? set->kernels[step->op] : NULL;
        if (!kernel)
            return at + 1;
        kernel(step, &context);
        if (lost)
            return -2 - at;
    }
    return 0;
}

int32_t rt_time(const rt_program *program, void *const *buffers, int32_t times, double *seconds)
{
    for (int32_t at = 0; at < times; at++) {
        struct timespec before, after;
        clock_gettime(CLOCK_MONOTONIC, &before);
        int32_t failed = rt_run(program, buffers);
        clock_gettime(CLOCK_MONOTONIC, &after);
        if (failed)
            return failed;
        seconds[at] = (double)(after.tv_sec - before.tv_sec) + 1e-9 * (double)(after.tv_nsec - before.tv_nsec);
    }
    return 0;
}
