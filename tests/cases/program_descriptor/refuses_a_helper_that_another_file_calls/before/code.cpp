#include "host/api.hpp"

void add_writer(Program& program, const CoreRange& cores) {
    CreateKernel(program, "w.cpp", cores, WriterConfig());
}

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    add_writer(program, cores);
    return {std::move(program), kernel};
}
