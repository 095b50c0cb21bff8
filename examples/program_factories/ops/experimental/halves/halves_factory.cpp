#include "ops/experimental/halves/halves_factory.hpp"

namespace ops::halves {

using namespace host;

// One program for each half: which call belongs to which is for a person to untangle.
std::pair<Program, Program> split_in_two(const Tensor& input) {
    Program first{};
    Program second{};
    const CoreRangeSet core(CoreCoord{0, 0});
    const uint32_t half = input.tiles() / 2;
    for (Program* program : {&first, &second}) {
        const uint32_t page_size = tile_size(input.format());
        CreateCircularBuffer(
            *program, core, CircularBufferConfig(page_size, {{0, input.format()}}).set_page_size(0, page_size));
    }
    auto reader = CreateKernel(first, "kernels/dataflow/reader_unary.cpp", core, ReaderConfig({0}));
    SetRuntimeArgs(first, reader, CoreCoord{0, 0}, {input.buffer()->address(), half});
    auto writer = CreateKernel(second, "kernels/dataflow/writer_unary.cpp", core, WriterConfig({0}));
    SetRuntimeArgs(second, writer, CoreCoord{0, 0}, {input.buffer()->address(), input.tiles() - half});
    return {std::move(first), std::move(second)};
}

}  // namespace ops::halves
