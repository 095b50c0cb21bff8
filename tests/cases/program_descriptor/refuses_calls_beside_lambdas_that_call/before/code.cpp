#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto add = [&](int i) { return CreateKernel(program, paths[i], cores, ReaderConfig()); };
    const Pair pair = {CreateKernel(program, "k.cpp", cores, ReaderConfig()), add(1)};
    return {std::move(program), pair};
}
