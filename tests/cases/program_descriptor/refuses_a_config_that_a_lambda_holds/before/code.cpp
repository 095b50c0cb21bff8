#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    ReaderConfig config({1});
    auto add = [=, &program]() { return CreateKernel(program, "k.cpp", cores, config); };
    auto kernel = add();
    return {std::move(program), kernel};
}
