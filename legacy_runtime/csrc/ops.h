/* Op numbers and the step that Python fills in. Keep in step with runtime/ir.py and runtime/backends/c_backend.py. */
#ifndef RUNTIME_OPS_H
#define RUNTIME_OPS_H

#include <stdint.h>

/* bump when a number or the struct changes */
#define RT_ABI 7

#define OP_INPUT 0
#define OP_CONSTANT 1
#define OP_ADD 2
#define OP_SUB 3
#define OP_MUL 4
#define OP_DIV 5
#define OP_MATMUL 6
#define OP_RELU 7
#define OP_SOFTMAX 8
#define OP_RESHAPE 9
#define OP_TRANSPOSE 10
#define OP_LAYER_NORM 11
#define OP_TANH 12
#define OP_POW 13
#define OP_EXP 14
#define OP_SQRT 15
#define OP_MEAN 16
#define OP_SUM 17
#define OP_LINEAR 18
#define OP_GELU_TANH 19
#define OP_GELU 20
#define OP_SLICE 21
#define OP_CONCAT 22
#define OP_BIAS_RELU 23
#define OP_SIGMOID 24
#define OP_SILU 25
#define OP_EMBEDDING 26
#define OP_NEG 27
#define OP_EXPAND 28
#define OP_MAX 29

#define MAX_INPUTS 8
#define MAX_DIMS 6
#define MAX_EXTRAS 8

typedef struct {
    int32_t op;
    int32_t n_inputs;
    void *in[MAX_INPUTS];
    void *out;
    int32_t in_rank[MAX_INPUTS];
    int32_t out_rank;
    int64_t in_shape[MAX_INPUTS][MAX_DIMS];
    int64_t out_shape[MAX_DIMS];
    int64_t extras[MAX_EXTRAS];
    float fextras[2];
} rt_step;

int32_t rt_abi(void);

/* one step; 0, or -1 when the step makes no sense */
int32_t execute_step(rt_step *s, float *scratch);

/* all of them; 0, or the number of the step that failed, from 1 */
int32_t execute_plan(rt_step *steps, int32_t n, float *scratch);

/* kernels.c */
void mm(float *out, const float *a, const float *b, const float *bias, int64_t m, int64_t n, int64_t k, int trans_a,
        int trans_b, float alpha, float *column);
void softmax_rows(float *x, int64_t n);
void layer_norm_row(float *out, const float *x, const float *w, const float *b, int64_t n, float eps);
int64_t count(const int64_t *shape, int rank);
int64_t bcast_at(const int64_t *out_shape, int out_rank, const int64_t *in_shape, int in_rank, int64_t flat);

#endif
