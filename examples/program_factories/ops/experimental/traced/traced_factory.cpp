#include "ops/experimental/traced/traced_factory.hpp"

#define EACH(index, count) for (uint32_t index = 0; index < (count); ++index) {
#define END }

namespace ops::traced {

using namespace host;

// The loop is written in macros that are no statements.
Program copy_traced(const Tensor& input, const Tensor& output) {
    Program program{};
    const CoreRangeSet cores(CoreRange({0, 0}, {1, 0}));
    const uint32_t page_size = tile_size(input.format());
    EACH(i, 2)
        CreateCircularBuffer(
            program, cores, CircularBufferConfig(page_size, {{i, input.format()}}).set_page_size(i, page_size));
    END
    auto reader = CreateKernel(program, "kernels/dataflow/reader_unary.cpp", cores, ReaderConfig({0}));
    SetRuntimeArgs(program, reader, cores, {input.buffer()->address(), output.buffer()->address()});
    return program;
}

}  // namespace ops::traced
