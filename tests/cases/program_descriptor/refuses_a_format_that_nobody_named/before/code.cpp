#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    CreateCircularBuffer(program, cores, CircularBufferConfig(size, {{IN, F}}).set_page_size(0, 4));
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    return {std::move(program), kernel};
}
