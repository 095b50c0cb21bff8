#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    KernelHandle kernels[2] = {};
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    kernels[0] = descriptor.kernels.size() - 1;
    int next = 0;
    const auto kernel = kernels[next++];
    const RuntimeArgs args = {size, 1};
    for (const auto& core : cores) {
        descriptor.kernels[kernel].runtime_args.emplace_back(core, args);
    }
    Program program = Program(descriptor);
    return {std::move(program), kernels[0]};
}
