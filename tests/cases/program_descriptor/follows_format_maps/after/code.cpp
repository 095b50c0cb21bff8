#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    // Two formats in one buffer.
    descriptor.cbs.push_back(CBDescriptor{
        .total_size = size,
        .core_ranges = cores,
        .formats = {
            {.index = 0, .format = DataFormat::F32, .page_size = 4},
            {.index = uint8_t{1}, .format = DataFormat::F16, .page_size = 2},
        },
    });
    Program program = Program(descriptor);
    return {std::move(program), 0};
}
