#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    if (size == 0) {
        Program program = Program(descriptor);
        return {std::move(program), 0};
    }
    CBDescriptor config{.total_size = size, .formats = {{.index = 0, .format = DataFormat::F32}}};
    config.formats[0].page_size = size;
    config.core_ranges = cores;
    descriptor.cbs.push_back(config);
    CBHandle cb = descriptor.cbs.size() - 1;
    if (size == 1) {
        Program program = Program(descriptor);
        return {std::move(program), cb};
    }
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = WriterDescriptor{},
    });
    Program program = Program(descriptor);
    return {std::move(program), cb};
}
