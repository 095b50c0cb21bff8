#include "host/api.hpp"

// Program program{}; CreateKernel(program, "k.cpp", cores, ReaderConfig());
const char* TEXT = R"(
    Program program{};
    CreateKernel(program);
)";
void patch(Program& program) {
    SetRuntimeArgs(program, 0, CoreCoord{0, 0}, {1});
}
