#include "host/api.hpp"

#define FOREVER for (;;) {
#define END }

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    FOREVER
        break;
    END
    return {std::move(program), kernel};
}
