#pragma once

#include "host_api/operation.hpp"

namespace ops::concat {

struct ConcatFactory {
    struct shared_variables_t {
        std::vector<host::KernelHandle> readers;
        host::KernelHandle writer = 0;
        std::vector<host::CoreCoord> cores;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(const std::vector<host::Tensor>& inputs, host::Tensor& output, uint32_t axis);

    static void override_runtime_arguments(
        cached_program_t& cached_program, const std::vector<host::Tensor>& inputs, host::Tensor& output, uint32_t axis);
};

}  // namespace ops::concat
