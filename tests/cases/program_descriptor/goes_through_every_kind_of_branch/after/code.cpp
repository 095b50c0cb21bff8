#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    KernelHandle kernel = 0;
    switch (size) {
        case 0:
            descriptor.semaphores.push_back(SemaphoreDescriptor{
                .id = descriptor.free_id(cores),
                .core_ranges = cores,
                .value = 1,
            });
            break;
        case 1:
        case 2: {
            descriptor.kernels.push_back(KernelDescriptor{
                .source = "two.cpp",
                .core_ranges = cores,
                .config = ReaderDescriptor{},
            });
            kernel = descriptor.kernels.size() - 1;
            break;
        }
        default:
            {
                const auto defines = defines_of(size);
                descriptor.kernels.push_back(KernelDescriptor{
                    .source = "k.cpp",
                    .core_ranges = cores,
                    .compile_time_args = {},
                    .defines = Defines(defines.begin(), defines.end()),
                    .config = ReaderDescriptor{},
                });
                kernel = descriptor.kernels.size() - 1;
            }
            descriptor.kernels[kernel].runtime_args.emplace_back(CoreCoord{0, 0}, RuntimeArgs{1});
    }
    if (size > 1) {
        const RuntimeArgs args = {2};
        for (const auto& core : cores) {
            descriptor.kernels[kernel].runtime_args.emplace_back(core, args);
        }
    } else if (size)  // one
        {
            descriptor.kernels.push_back(KernelDescriptor{
                .source = "one.cpp",
                .core_ranges = cores,
                .config = WriterDescriptor{},
            });
            kernel = descriptor.kernels.size() - 1;
        }
    else {
        descriptor.kernels.push_back(KernelDescriptor{
            .source = "none.cpp",
            .core_ranges = cores,
            .config = WriterDescriptor{},
        });
        kernel = descriptor.kernels.size() - 1;
    }
    do
        descriptor.kernels.push_back(KernelDescriptor{
            .source = "again.cpp",
            .core_ranges = cores,
            .config = WriterDescriptor{},
        });
    while (--size);
    try {
        descriptor.kernels.push_back(KernelDescriptor{
            .source = "tried.cpp",
            .core_ranges = cores,
            .config = WriterDescriptor{},
        });
    } catch (const std::exception&) {
        return {};
    }
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}
