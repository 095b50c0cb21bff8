#pragma once

#include "host_api/operation.hpp"

namespace ops::matmul {

struct MatmulMultiCoreFactory {
    struct shared_variables_t {
        host::KernelHandle in0_reader;
        host::KernelHandle in1_reader;
        host::CoreRangeSet cores;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(const host::Tensor& a, const host::Tensor& b, host::Tensor& output, bool transpose_b);

    static void override_runtime_arguments(
        cached_program_t& cached_program,
        const host::Tensor& a,
        const host::Tensor& b,
        host::Tensor& output,
        bool transpose_b);
};

}  // namespace ops::matmul
