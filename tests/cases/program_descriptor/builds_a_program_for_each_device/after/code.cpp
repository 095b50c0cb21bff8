#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Made made;
    for (const auto& device : devices) {
        ProgramDescriptor descriptor{};
        descriptor.kernels.push_back(KernelDescriptor{
            .source = "k.cpp",
            .core_ranges = cores,
            .compile_time_args = {device.id},
            .config = ReaderDescriptor{},
        });
        const KernelHandle kernel = descriptor.kernels.size() - 1;
        const RuntimeArgs args = {device.id, size};
        for (const auto& core : cores) {
            descriptor.kernels[kernel].runtime_args.emplace_back(core, args);
        }
        Program program = Program(descriptor);
        made.add(device, std::move(program), kernel);
    }
    return made;
}
