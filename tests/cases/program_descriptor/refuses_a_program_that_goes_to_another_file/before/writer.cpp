#include "host/api.hpp"

void add_writer(Program& program, const CoreRange& cores) {
    CreateKernel(program, "w.cpp", cores, WriterConfig());
}
