#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    KernelHandle kernel = descriptor.kernels.size() - 1;
    Program program = Program(descriptor);
    return Made{program, kernel};
}
