#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    CBDescriptor config{
        .total_size = 2 * size,
        .formats = {
            {.index = 0, .format = DataFormat::F32, .page_size = size},
            {.index = 1, .format = DataFormat::F16, .page_size = size / 2},
        },
    };
    if (size > 64) {
        config.buffer = place;
        config.formats[0].page_size = 64;
    }
    config.core_ranges = cores;
    descriptor.cbs.push_back(config);
    CBHandle first = descriptor.cbs.size() - 1;
    config.core_ranges = others;
    descriptor.cbs.push_back(config);
    Program program = Program(descriptor);
    return {std::move(program), first};
}
