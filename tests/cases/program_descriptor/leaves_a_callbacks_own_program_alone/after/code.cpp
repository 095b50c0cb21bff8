#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel = descriptor.kernels.size() - 1;
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
    Program program = Program(descriptor);
    return {std::move(program), again};
}
