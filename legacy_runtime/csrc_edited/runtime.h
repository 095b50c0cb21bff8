/* What the two sides of the runtime agree on: Python lays these structs out, one call runs them.
 *
 * Arrays are contiguous, row by row, in `float` unless `dtype` says otherwise. Kernels allocate nothing: inputs, output
 * and scratch come from the caller. The numbers of ops.h and the layout below are checked at load (rt_abi, rt_layout).
 */
#ifndef RT_RUNTIME_H
#define RT_RUNTIME_H

#include <stddef.h>
#include <stdint.h>

#include "ops.h"

#define RT_MAX_RANK 6
#define RT_MAX_INPUTS 8
#define RT_MAX_INTS 16
#define RT_MAX_FLOATS 4
#define RT_MAX_THREADS 64

typedef struct {
    void *data;
    int64_t shape[RT_MAX_RANK];
    int64_t count; /* elements: the product of the shape */
    int32_t rank;
    int32_t dtype; /* RT_F32 … */
} rt_array;

/* One operation. `ints` and `floats` are what the registry packs for it; `packed` is a constant weight in a kernel's own
 * layout, or NULL. */
typedef struct rt_step {
    int32_t op; /* RT_RELU … */
    int32_t n_inputs;
    rt_array out;
    rt_array in[RT_MAX_INPUTS];
    int64_t ints[RT_MAX_INTS];
    double floats[RT_MAX_FLOATS];
    const void *packed;
} rt_step;

/* Before a run, the data of step `step`, input `slot` (or -1: its output), becomes buffer `buffer` plus `offset` bytes. */
typedef struct {
    int32_t step;
    int32_t slot;
    int64_t buffer;
    int64_t offset;
} rt_patch;

typedef struct {
    uint32_t abi; /* RT_ABI of the side that laid it out */
    int32_t n_steps;
    int32_t n_patches;
    int32_t threads; /* 1 or more: how many take part */
    rt_step *steps;
    const rt_patch *patches;
    char *scratch;         /* 64-byte aligned, `threads` times `scratch_size` bytes */
    int64_t scratch_size;  /* of each thread, a multiple of 64 */
} rt_program;

/* What a kernel is given beside its step. */
typedef struct {
    int32_t threads;
    char *scratch;
    int64_t scratch_size;
    int32_t *lost; /* a kernel that was asked for a row that its table does not have writes 1 */
} rt_context;

typedef void rt_kernel(const rt_step *step, const rt_context *context);

/* A task of a parallel loop: `thread` is 0 … threads-1 and says whose scratch it may use. */
typedef void rt_task(void *data, int64_t index, int32_t thread);

/* Run `tasks` tasks, each once, in any order, on up to `threads` threads; back when all are done. A task's result must not
 * depend on the thread that runs it. */
void rt_parallel(int32_t threads, int64_t tasks, rt_task *task, void *data);

/* The kernels of one instruction set, by op number; NULL where there is none. */
typedef struct {
    const char *name;
    rt_kernel *kernels[RT_OPS];
    /* How a constant weight of `rows` (inner) × `columns` is laid out for LINEAR: bytes wanted, and the packing itself.
     * `transposed`: the weight is stored columns × rows. `type` is RT_F32, RT_BF16 or RT_I8. */
    int64_t (*packed_size)(int64_t rows, int64_t columns, int32_t type);
    void (*pack)(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type);
} rt_set;

/* --- what the library offers --- */

/* RT_ABI of this build. */
uint32_t rt_abi(void);
/* Sizes and offsets of the structs above, in the order of `LAYOUT` in runtime_edited/native.py; gives how many. */
int32_t rt_layout(int64_t *values, int32_t room);
/* The instruction set in use: the best that this machine has, unless RT_ISA names a lesser one. NULL where RT_ISA is wrong. */
const char *rt_isa(void);
/* 1 where this build has a kernel for that op on the instruction set in use. */
int32_t rt_has_kernel(int32_t op);
int64_t rt_packed_size(int64_t rows, int64_t columns, int32_t type);
void rt_pack(void *packed, const float *weight, int64_t rows, int64_t columns, int32_t transposed, int32_t type);
/* Run the program once. Gives 0; 1 + the number of the step whose op has no kernel; -1 for a program of another ABI; -2 - the
 * number of the step that was asked for a row that its table does not have.
 * A program may be run by one thread at a time. */
int32_t rt_run(const rt_program *program, void *const *buffers);
/* Run the same program `times` times and write each run's seconds: for benchmarks, without Python between the runs. */
int32_t rt_time(const rt_program *program, void *const *buffers, int32_t times, double *seconds);

#endif
