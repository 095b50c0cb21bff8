#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    const auto kernel = CreateKernel(
        program, "k.cpp",  // wo er ist: überall
        cores, ReaderConfig({1, 2}));
    return {std::move(program), kernel};
}
