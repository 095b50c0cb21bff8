#pragma once

#include <string>
#include <vector>

#include "host_api/operation.hpp"

namespace ops::unary {

struct UnaryParams {
    std::string op = "relu";
    float scale = 1.0f;
    bool approximate = false;
};

struct UnaryProgramFactory {
    struct shared_variables_t {
        host::KernelHandle reader = 0;
        host::KernelHandle writer = 0;
        std::vector<host::CoreCoord> cores;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(const UnaryParams& params, const host::Tensor& input, host::Tensor& output);

    static void override_runtime_arguments(
        cached_program_t& cached_program, const UnaryParams& params, const host::Tensor& input, host::Tensor& output);
};

}  // namespace ops::unary
