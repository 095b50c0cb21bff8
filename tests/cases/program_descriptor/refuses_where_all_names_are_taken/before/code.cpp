#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    int descriptor = 0, program_descriptor = 1;
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    return {std::move(program), kernel};
}
