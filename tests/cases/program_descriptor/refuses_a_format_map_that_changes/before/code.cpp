#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    std::map<uint8_t, DataFormat> formats = {{0, F}};
    formats[1] = F;
    CreateCircularBuffer(program, cores, CircularBufferConfig(size, formats).set_page_size(0, 4));
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    return {std::move(program), kernel};
}
