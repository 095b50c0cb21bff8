#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    Program& same = program;
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    CreateKernel(same, "w.cpp", cores, WriterConfig());
    return {std::move(program), kernel};
}
