#include "ops/data_movement/transpose/transpose_program_factory.hpp"

namespace ops::transpose {

namespace hapi = host;

constexpr const char* NOTE = R"note(
    Program program{};
    CreateKernel(program, "this is text, and no call", cores, {});
)note";

template <typename Permutation>
host::Program transpose(const host::Tensor& input, const host::Tensor& output) {
    hapi::Program program;
    hapi::CoreRangeSet cores(hapi::CoreRange({0, 0}, {1, 1}));
    const uint32_t page_size = hapi::tile_size(input.format());

    hapi::CreateCircularBuffer(
        program,                 // nothing is in it yet
        cores, /* all four */
        hapi::CircularBufferConfig(
            2 * page_size,       // double buffered
            {{0, input.format()}})
            .set_page_size(0, page_size));

    hapi::KernelHandle reader = hapi::CreateKernel(
        program,
        // The reader swaps whole tiles,
        // and the compute kernel swaps within them.
        "kernels/dataflow/reader_transpose.cpp",
        cores,
        hapi::ReaderConfig(
            {Permutation::axes[0], Permutation::axes[1]},  // the order
            {{"NOTE", R"(raw "text", with (brackets))"}, {"COMMENT", "// no comment"}}));

    if (Permutation::axes[0] == 0) {
        // Nothing to compute: what is read is written.
        hapi::SetRuntimeArgs(
            program, reader, hapi::CoreCoord{0, 0}, /* the only core */ {input.buffer()->address(), 0u});
        return program;
    }

    hapi::CreateKernel(
        program,
        "kernels/compute/transpose_wh.cpp",
        cores,
        hapi::ComputeConfig{
            .math_fidelity = hapi::MathFidelity::LoFi,  // nothing is multiplied
            .compile_args =
                {
                    input.tile_rows(),     // rows
                    input.tile_columns(),  // columns
                }});
    const auto writer =
        hapi::CreateKernel(program, "kernels/dataflow/writer_unary.cpp", cores, hapi::WriterConfig({0}));
    uint32_t core_index = 0;
    for (auto core : cores.cores()) {
        hapi::SetRuntimeArgs(program, reader, core, {input.buffer()->address(), core_index++});
        hapi::SetRuntimeArgs(
            program,
            writer,
            core,
            {output.buffer()->address(),  // where to
             core_index, /* one based */ 4});
    }
    return program;
}

template host::Program transpose<SwapLastTwo>(const host::Tensor&, const host::Tensor&);
template host::Program transpose<KeepOrder>(const host::Tensor&, const host::Tensor&);

const char* note() { return NOTE; }

}  // namespace ops::transpose
