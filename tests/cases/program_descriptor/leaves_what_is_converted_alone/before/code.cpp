#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(KernelDescriptor{.source = "k.cpp"});
    Program program = Program(descriptor);
    return {std::move(program), 0};
}

// CreateKernel
