/* What a LINEAR may do to its result, by the numbers of ops.h. */
#ifndef RT_ACTIVATIONS_H
#define RT_ACTIVATIONS_H

#include "ops.h"
#include "vec.h"

static inline vf v_relu(vf x) { return v_select(x != x, x, v_max(x, (vf){0})); }

static inline vf v_activate(vf x, int32_t activation)
{
    switch (activation) {
    case RT_ACT_RELU: return v_relu(x);
    case RT_ACT_GELU: return v_gelu(x);
    case RT_ACT_GELU_TANH: return v_gelu_tanh(x);
    case RT_ACT_SILU: return v_silu(x);
    case RT_ACT_TANH: return v_tanh(x);
    case RT_ACT_SIGMOID: return v_sigmoid(x);
    default: return x;
    }
}

#endif
