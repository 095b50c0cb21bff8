#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",  // wo er ist: überall
        .core_ranges = cores,
        .compile_time_args = {1, 2},
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel = descriptor.kernels.size() - 1;
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}
