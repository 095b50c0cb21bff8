#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    ReaderConfig config;
    config.compile_args = {size, 2};
    config.compile_args.push_back(3);
    if (config.compile_args.size() > 2) config.defines["MANY"] = "1";
    config.defines = defines_of(size);
    auto kernel = CreateKernel(program, "k.cpp", cores, config);
    return {std::move(program), kernel};
}
