#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    std::function<void()> later = [&]() { SetRuntimeArgs(program, kernel, CoreCoord{0, 0}, {1}); };
    queue.push(later);
    return {std::move(program), kernel};
}
