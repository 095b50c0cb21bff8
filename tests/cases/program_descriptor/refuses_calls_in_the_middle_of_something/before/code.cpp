#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = size ? CreateKernel(program, "a.cpp", cores, ReaderConfig()) : CreateKernel(program, "b.cpp", cores, ReaderConfig());
    return {std::move(program), kernel};
}
