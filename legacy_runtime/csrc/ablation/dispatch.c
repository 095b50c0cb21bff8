/* Ablation: is a function table faster than the switch of executor.c? Stands alone, so that it can be sent to people. */
#include <stdint.h>
#include <stdio.h>
#include <time.h>

/* copied from ops.h */
enum {
    OP_ADD = 2,
    OP_SUB = 3,
    OP_MUL = 4,
    OP_RELU = 7,
    OP_NEG = 27,
    OP_COUNT = 30,
};

#define SIZE 16
#define STEPS 64
#define ROUNDS 200000

typedef struct {
    int32_t op;
    float *out;
    const float *a, *b;
} step;

static void k_add(step *s)
{
    for (int i = 0; i < SIZE; i++)
        s->out[i] = s->a[i] + s->b[i];
}

static void k_sub(step *s)
{
    for (int i = 0; i < SIZE; i++)
        s->out[i] = s->a[i] - s->b[i];
}

static void k_mul(step *s)
{
    for (int i = 0; i < SIZE; i++)
        s->out[i] = s->a[i] * s->b[i];
}

static void k_relu(step *s)
{
    for (int i = 0; i < SIZE; i++)
        s->out[i] = s->a[i] < 0 ? 0 : s->a[i];
}

static void k_neg(step *s)
{
    for (int i = 0; i < SIZE; i++)
        s->out[i] = -s->a[i];
}

static void by_switch(step *steps)
{
    for (int i = 0; i < STEPS; i++) {
        switch (steps[i].op) {
        case OP_ADD: k_add(&steps[i]); break;
        case OP_SUB: k_sub(&steps[i]); break;
        case OP_MUL: k_mul(&steps[i]); break;
        case OP_RELU: k_relu(&steps[i]); break;
        case OP_NEG: k_neg(&steps[i]); break;
        }
    }
}

static void (*const table[OP_COUNT])(step *) = {
    [OP_ADD] = k_add, [OP_SUB] = k_sub, [OP_MUL] = k_mul, [OP_RELU] = k_relu, [OP_NEG] = k_neg,
};

static void by_table(step *steps)
{
    for (int i = 0; i < STEPS; i++)
        table[steps[i].op](&steps[i]);
}

static double seconds(void (*run)(step *), step *steps)
{
    struct timespec from, to;
    timespec_get(&from, TIME_UTC);
    for (int i = 0; i < ROUNDS; i++)
        run(steps);
    timespec_get(&to, TIME_UTC);
    return (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

int main(void)
{
    static const int32_t ops[] = {OP_ADD, OP_RELU, OP_MUL, OP_NEG, OP_SUB};
    static float a[SIZE], b[SIZE], out[SIZE];
    static step steps[STEPS];
    for (int i = 0; i < STEPS; i++)
        steps[i] = (step){ops[i % 5], out, a, b};
    for (int round = 0; round < 3; round++)
        printf("switch %.3f s   table %.3f s\n", seconds(by_switch, steps), seconds(by_table, steps));
    return 0;
}
