#include "host/api.hpp"

static void add_args(Program& program, KernelHandle kernel) {
    SetRuntimeArgs(program, kernel, CoreCoord{0, 0}, {1});
}

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    add_args(program, kernel);
    auto again = [kernel](Program& p) { add_args(p, kernel); };
    return {std::move(program), again};
}
