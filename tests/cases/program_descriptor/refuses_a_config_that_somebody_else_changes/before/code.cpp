#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    ReaderConfig config({1});
    complete(config);
    auto kernel = CreateKernel(program, "k.cpp", cores, config);
    return {std::move(program), kernel};
}
