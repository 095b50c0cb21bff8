#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    if (size) goto out;
    CreateKernel(program, "k.cpp", cores, ReaderConfig());
out:
    return {std::move(program), 0};
}
