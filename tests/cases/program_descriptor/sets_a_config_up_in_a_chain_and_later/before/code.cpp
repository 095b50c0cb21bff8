#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    CircularBufferConfig config = CircularBufferConfig(2 * size, {{0, DataFormat::F32}, {1, DataFormat::F16}})
                                      .set_page_size(0, size)
                                      .set_page_size(1, size / 2);
    if (size > 64) {
        config.set_buffer(*place).set_page_size(0, 64);
    }
    auto first = CreateCircularBuffer(program, cores, config);
    CreateCircularBuffer(program, others, config);
    return {std::move(program), first};
}
