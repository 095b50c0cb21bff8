#pragma once

#include <optional>

#include "host_api/operation.hpp"

namespace ops::layernorm {

struct LayerNormParams {
    float epsilon = 1e-5f;
    bool rms = false;
};

class LayerNormFactory {
public:
    struct shared_variables_t {
        host::KernelHandle reader = 0;
        host::KernelHandle writer = 0;
        uint32_t num_cores = 0;
        uint32_t grid_width = 0;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(
        const LayerNormParams& params,
        const host::Tensor& input,
        const std::optional<host::Tensor>& gamma,
        host::Tensor& output);

    // A callback patches what the program was cached with.
    static void override_runtime_arguments(
        cached_program_t& cached_program,
        const LayerNormParams& params,
        const host::Tensor& input,
        const std::optional<host::Tensor>& gamma,
        host::Tensor& output);
};

}  // namespace ops::layernorm
