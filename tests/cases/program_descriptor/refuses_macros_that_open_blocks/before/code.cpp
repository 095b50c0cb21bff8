#include "host/api.hpp"

#define EACH(n) for (int i = 0; i < n; ++i) {
#define END }

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    EACH(2);
    CreateKernel(program, "k.cpp", cores, ReaderConfig());
    END;
    return {std::move(program), 0};
}
