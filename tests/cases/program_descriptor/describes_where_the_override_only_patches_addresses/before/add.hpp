#pragma once

#include "host/api.hpp"

struct Add {
    // What the override needs.
    struct shared_variables_t {
        KernelHandle reader;
    };
    using cached_program_t = host::CachedProgram<shared_variables_t>;

    static cached_program_t create(const Tensor& input, Tensor& output);

    // Patches addresses.
    static void override_runtime_arguments(cached_program_t& cached, const Tensor& input, Tensor& output);

    static int other();
};
