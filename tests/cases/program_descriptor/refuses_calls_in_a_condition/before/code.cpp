#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    if (auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig())) {
        use(kernel);
    }
    return {std::move(program), 0};
}
