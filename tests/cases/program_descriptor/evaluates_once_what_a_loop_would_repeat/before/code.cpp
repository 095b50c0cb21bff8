#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    KernelHandle kernels[2] = {};
    kernels[0] = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    int next = 0;
    SetRuntimeArgs(program, kernels[next++], cores, {size, 1});
    return {std::move(program), kernels[0]};
}
