#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    KernelHandle first = CreateKernel(program, "a.cpp", cores, ReaderConfig()), second = CreateKernel(program, "b.cpp", cores, WriterConfig());
    const Pair pair = {CreateKernel(program, "c.cpp", cores, ReaderConfig()), CreateKernel(program, "d.cpp", cores, WriterConfig())};
    return {std::move(program), pair};
}
