#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    if (size == 0) return {std::move(program), 0};
    CircularBufferConfig config(size, {{0, DataFormat::F32}});
    config.set_page_size(0, size);
    auto cb = CreateCircularBuffer(program, cores, config);
    if (size == 1) {
        return {std::move(program), cb};
    }
    CreateKernel(program, "k.cpp", cores, WriterConfig());
    return {std::move(program), cb};
}
