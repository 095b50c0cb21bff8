#include "ops/eltwise/unary/device/unary_program_factory.hpp"

namespace ops::unary {

using namespace host;

static const std::string READER = "kernels/dataflow/reader_unary.cpp";

UnaryProgramFactory::cached_program_t UnaryProgramFactory::create(
    const UnaryParams& params, const Tensor& input, Tensor& output) {
    Program program{};

    const DataFormat format = input.format();
    const uint32_t page_size = tile_size(format);
    const uint32_t output_page_size = tile_size(output.format());

    const auto [num_cores, all_cores, core_group_1, core_group_2, tiles_1, tiles_2] =
        split_work_to_cores({4, 4}, input.tiles());

    constexpr uint32_t input_cb = 0;
    constexpr uint32_t buffered_tiles = 2;  // one is read while the other is computed
    CircularBufferConfig input_config = CircularBufferConfig(buffered_tiles * page_size, {{input_cb, format}})
                                            .set_page_size(input_cb, page_size);
    CreateCircularBuffer(program, all_cores, input_config);

    constexpr uint32_t output_cb = 2;
    CreateCircularBuffer(
        program,
        all_cores,
        CircularBufferConfig(buffered_tiles * output_page_size, {{output_cb, output.format()}})
            .set_page_size(output_cb, output_page_size));

    std::vector<uint32_t> reader_args = {static_cast<uint32_t>(input.buffer()->is_dram())};
    auto reader = CreateKernel(program, READER, all_cores, ReaderConfig(reader_args));
    auto writer = CreateKernel(
        program,
        "kernels/dataflow/writer_unary.cpp",
        all_cores,
        WriterConfig({output_cb, static_cast<uint32_t>(output.buffer()->is_dram())}));

    std::map<std::string, std::string> defines = {{"OP", params.op}};
    if (params.scale != 1.0f) {
        defines["SCALE"] = std::to_string(params.scale);
    }
    CreateKernel(
        program,
        "kernels/compute/eltwise_sfpu.cpp",
        core_group_1,
        ComputeConfig{
            .math_fidelity = MathFidelity::HiFi4,
            .fp32_dest_acc_en = format == DataFormat::Float32,
            .math_approx_mode = params.approximate,
            .compile_args = {tiles_1, 1},
            .defines = defines});
    if (!core_group_2.ranges().empty()) {
        CreateKernel(
            program,
            "kernels/compute/eltwise_sfpu.cpp",
            core_group_2,
            ComputeConfig{
                .math_fidelity = MathFidelity::HiFi4,
                .fp32_dest_acc_en = format == DataFormat::Float32,
                .math_approx_mode = params.approximate,
                .compile_args = {tiles_2, 1},
                .defines = defines});
    }

    uint32_t first_tile = 0;
    const auto cores = all_cores.cores();
    for (const CoreCoord& core : cores) {
        const uint32_t tiles = core_group_1.contains(core) ? tiles_1 : tiles_2;
        SetRuntimeArgs(program, reader, core, {input.buffer()->address(), tiles, first_tile});
        SetRuntimeArgs(program, writer, core, {output.buffer()->address(), tiles, first_tile});
        first_tile += tiles;
    }

    return {std::move(program), shared_variables_t{reader, writer, cores}};
}

void UnaryProgramFactory::override_runtime_arguments(
    cached_program_t& cached_program, const UnaryParams& params, const Tensor& input, Tensor& output) {
    (void)params;
    auto& program = cached_program.program;
    const auto& shared = cached_program.shared_variables;
    for (const auto& core : shared.cores) {
        auto& reader_args = GetRuntimeArgs(program, shared.reader, core);
        reader_args[0] = input.buffer()->address();
        auto& writer_args = GetRuntimeArgs(program, shared.writer, core);
        writer_args[0] = output.buffer()->address();
    }
}

}  // namespace ops::unary
