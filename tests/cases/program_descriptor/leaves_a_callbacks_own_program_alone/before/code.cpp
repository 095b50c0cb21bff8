#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    const KernelHandle kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    auto again = [kernel](Program& program, const Buffer& buffer) {
        SetRuntimeArgs(program, kernel, CoreCoord{0, 0}, {buffer.address()});
        for (auto& other : others) {
            Program* mine = other.program;
            (void)mine;
        }
    };
    {
        int program = 3;
        use(program);
    }
    return {std::move(program), again};
}
