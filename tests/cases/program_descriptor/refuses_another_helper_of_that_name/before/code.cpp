#include "host/api.hpp"

static void add(Program& program) {
    CreateKernel(program, "w.cpp", all, WriterConfig());
}

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    other::add(program);
    return {std::move(program), kernel};
}
