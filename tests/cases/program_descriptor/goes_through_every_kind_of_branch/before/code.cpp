#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    KernelHandle kernel = 0;
    switch (size) {
        case 0:
            CreateSemaphore(program, cores, 1);
            break;
        case 1:
        case 2: {
            kernel = CreateKernel(program, "two.cpp", cores, ReaderConfig());
            break;
        }
        default:
            kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig({}, defines_of(size)));
            SetRuntimeArgs(program, kernel, CoreCoord{0, 0}, {1});
    }
    if (size > 1)
        SetRuntimeArgs(program, kernel, cores, {2});
    else if (size)  // one
        kernel = CreateKernel(program, "one.cpp", cores, WriterConfig());
    else
        kernel = CreateKernel(program, "none.cpp", cores, WriterConfig());
    do
        CreateKernel(program, "again.cpp", cores, WriterConfig());
    while (--size);
    try {
        CreateKernel(program, "tried.cpp", cores, WriterConfig());
    } catch (const std::exception&) {
        return {};
    }
    return {std::move(program), kernel};
}
