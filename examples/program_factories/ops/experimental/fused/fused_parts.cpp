#include "ops/experimental/fused/fused_parts.hpp"

namespace ops::fused {

void add_reader(host::Program& program, const host::CoreRangeSet& cores, const host::Tensor& input) {
    auto reader = host::CreateKernel(program, "kernels/dataflow/reader_unary.cpp", cores, host::ReaderConfig());
    host::SetRuntimeArgs(program, reader, cores, {input.buffer()->address(), input.tiles()});
}

}  // namespace ops::fused
