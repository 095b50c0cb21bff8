#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor program_descriptor{};
    program_descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    KernelHandle descriptor = program_descriptor.kernels.size() - 1;
    Program program = Program(program_descriptor);
    return {std::move(program), descriptor};
}
