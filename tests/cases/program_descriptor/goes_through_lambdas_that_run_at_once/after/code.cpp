#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    auto add = [&descriptor, &cores](uint32_t index, uint32_t bytes) {
        descriptor.cbs.push_back(CBDescriptor{
            .total_size = bytes,
            .core_ranges = cores,
            .formats = {{.index = static_cast<uint8_t>(index), .format = DataFormat::F32, .page_size = bytes}},
        });
        return static_cast<CBHandle>(descriptor.cbs.size() - 1);
    };
    add(0, size);
    const auto last = add(1, 2 * size);
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel = descriptor.kernels.size() - 1;
    std::for_each(all.begin(), all.end(), [&](const CoreCoord& core) { descriptor.kernels[kernel].runtime_args.emplace_back(core, RuntimeArgs{last}); });
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}
