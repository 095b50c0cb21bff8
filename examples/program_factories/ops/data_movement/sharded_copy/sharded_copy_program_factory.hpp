#pragma once

#include "host_api/operation.hpp"

namespace ops::sharded_copy {

struct ShardedCopyFactory {
    struct shared_variables_t {
        host::CBHandle input_cb = 0;
        host::CBHandle output_cb = 0;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(const host::Tensor& input, host::Tensor& output, bool convert);

    static void override_runtime_arguments(
        cached_program_t& cached_program, const host::Tensor& input, host::Tensor& output, bool convert);
};

}  // namespace ops::sharded_copy
