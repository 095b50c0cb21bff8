#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    uint32_t n = count(), kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig({n}));
    return {std::move(program), kernel};
}
