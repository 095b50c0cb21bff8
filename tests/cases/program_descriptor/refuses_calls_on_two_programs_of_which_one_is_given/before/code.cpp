#include "host/api.hpp"

Made make(Program& given, const CoreRange& cores) {
    Program program{};
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig());
    CreateKernel(given, "l.cpp", cores, ReaderConfig());
    return {std::move(program), kernel};
}
