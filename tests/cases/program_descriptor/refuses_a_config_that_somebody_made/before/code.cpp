#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto config = config_of(size);
    auto kernel = CreateKernel(program, "k.cpp", cores, config);
    return {std::move(program), kernel};
}
