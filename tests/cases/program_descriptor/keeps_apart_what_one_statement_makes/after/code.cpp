#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "a.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel_handle = descriptor.kernels.size() - 1;
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "b.cpp",
        .core_ranges = cores,
        .config = WriterDescriptor{},
    });
    const KernelHandle kernel_handle_2 = descriptor.kernels.size() - 1;
    KernelHandle first = kernel_handle, second = kernel_handle_2;
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "c.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel_handle_3 = descriptor.kernels.size() - 1;
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "d.cpp",
        .core_ranges = cores,
        .config = WriterDescriptor{},
    });
    const KernelHandle kernel_handle_4 = descriptor.kernels.size() - 1;
    const Pair pair = {kernel_handle_3, kernel_handle_4};
    Program program = Program(descriptor);
    return {std::move(program), pair};
}
