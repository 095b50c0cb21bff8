#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    return Made{program, kernel};
}
