#include "add.hpp"

Add::cached_program_t Add::create(const Tensor& input, Tensor& output) {
    Program program{};
    const auto reader = CreateKernel(program, "k.cpp", input.cores(), ReaderConfig());
    SetRuntimeArgs(program, reader, CoreCoord{0, 0}, {input.buffer()->address()});
    if (input.empty()) return cached_program_t{std::move(program), shared_variables_t{reader}};
    return {std::move(program), {reader}};
}

// Only addresses change.
void Add::override_runtime_arguments(cached_program_t& cached, const Tensor& input, Tensor& output) {
    auto& args = GetRuntimeArgs(cached.program, cached.shared_variables.reader, CoreCoord{0, 0});
    args[0] = input.buffer()->address();
}

int Add::other() {
    return 1;
}
