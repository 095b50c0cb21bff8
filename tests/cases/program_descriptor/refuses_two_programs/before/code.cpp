#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    Program second{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    CreateKernel(second, "l.cpp", cores, ReaderConfig());
    return {std::move(program), std::move(second)};
}
