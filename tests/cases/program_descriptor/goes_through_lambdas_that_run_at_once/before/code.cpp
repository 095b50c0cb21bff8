#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto add = [&program, &cores](uint32_t index, uint32_t bytes) {
        return CreateCircularBuffer(
            program, cores, CircularBufferConfig(bytes, {{index, DataFormat::F32}}).set_page_size(index, bytes));
    };
    add(0, size);
    const auto last = add(1, 2 * size);
    const KernelHandle kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    std::for_each(all.begin(), all.end(), [&](const CoreCoord& core) { SetRuntimeArgs(program, kernel, core, {last}); });
    return {std::move(program), kernel};
}
