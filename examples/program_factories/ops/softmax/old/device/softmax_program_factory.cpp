#include "ops/softmax/old/device/softmax_program_factory.hpp"

#include <algorithm>

namespace ops::softmax {

using namespace host;

ProgramWithCallbacks scale_mask_softmax(
    const Tensor& input, const Tensor& output, const std::optional<Tensor>& mask, float scale) {
    Program program{};

    const DataFormat format = input.format();
    const uint32_t page_size = tile_size(format);
    const uint32_t columns = input.tile_columns();
    const auto [num_cores, all_cores, core_group_1, core_group_2, rows_1, rows_2] =
        split_work_to_cores({4, 2}, input.tile_rows());

    // Each intermediate has a buffer of its own.
    auto make_buffer = [&](uint32_t index, uint32_t tiles, DataFormat its_format) {
        auto config = CircularBufferConfig(tiles * tile_size(its_format), {{index, its_format}})
                          .set_page_size(index, tile_size(its_format));
        return CreateCircularBuffer(program, all_cores, config);
    };
    const CBHandle cb_in = make_buffer(0, 2 * columns, format);
    make_buffer(1, 1, DataFormat::Float16_b);
    if (mask.has_value()) make_buffer(3, columns, mask->format());
    const auto add_intermediates = [&program, &all_cores, page_size, columns, format]() {
        for (uint32_t i = 0; i < 4; i++) {
            const uint32_t tiles = i % 2 == 0 ? columns : 1;
            CreateCircularBuffer(
                program,
                all_cores,
                CircularBufferConfig(tiles * page_size, {{24 + i, format}}).set_page_size(24 + i, page_size));
        }
    };
    add_intermediates();
    make_buffer(16, 2 * columns, output.format());

    std::map<std::string, std::string> defines;
    if (mask) {
        defines["FUSED_SCALE_MASK"] = "1";
    }
    std::vector<uint32_t> reader_args{input.buffer()->is_dram()};
    if (mask)
        reader_args.push_back(mask->buffer()->is_dram());
    auto reader = CreateKernel(
        program, "kernels/dataflow/reader_softmax.cpp", all_cores, ReaderConfig(reader_args, defines));
    auto writer = CreateKernel(program, "kernels/dataflow/writer_softmax.cpp", all_cores, WriterConfig{});

    KernelHandle compute = 0;
    if (core_group_2.ranges().empty())
        compute = CreateKernel(
            program,
            "kernels/compute/softmax.cpp",
            all_cores,
            ComputeConfig{.math_approx_mode = false, .compile_args = {rows_1, columns}, .defines = defines});
    else {
        compute = CreateKernel(
            program,
            "kernels/compute/softmax_uneven.cpp",
            all_cores,
            ComputeConfig{.math_approx_mode = true, .compile_args = {columns}, .defines = defines});
    }

    const uint32_t scale_bits = static_cast<uint32_t>(scale * 65536.0f);
    uint32_t first_row = 0;
    const auto cores = all_cores.cores();
    std::for_each(cores.begin(), cores.end(), [&](const CoreCoord& core) {
        const uint32_t rows = core_group_1.contains(core) ? rows_1 : rows_2;
        SetRuntimeArgs(program, reader, core, {input.buffer()->address(), first_row, rows, scale_bits});
        SetRuntimeArgs(program, writer, core, {output.buffer()->address(), first_row, rows});
        SetRuntimeArgs(program, compute, core, {rows});
        first_row += rows;
    });

    auto callback = [reader, writer, cores, cb_in](Program& p, const Tensors& inputs, const Tensors& outputs) {
        (void)cb_in;
        for (const auto& core : cores) {
            GetRuntimeArgs(p, reader, core)[0] = inputs.at(0).buffer()->address();
            GetRuntimeArgs(p, writer, core)[0] = outputs.at(0).buffer()->address();
        }
    };

    return {.program = std::move(program), .override_runtime_arguments = callback};
}

}  // namespace ops::softmax
