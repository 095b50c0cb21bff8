#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    // Two formats in one buffer.
    std::map<uint8_t, DataFormat> formats = {{0, DataFormat::F32}, {uint8_t{1}, DataFormat::F16}};
    CreateCircularBuffer(
        program, cores, CircularBufferConfig(size, formats).set_page_size(0, 4).set_page_size(uint8_t{1}, 2));
    return {std::move(program), 0};
}
