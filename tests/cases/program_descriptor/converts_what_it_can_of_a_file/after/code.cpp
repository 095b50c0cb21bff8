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
    return {std::move(program), kernel};
}

Made other(const CoreRange& cores) {
    Program program{};
    elsewhere::add(program, cores);
    return {std::move(program), 0};
}
