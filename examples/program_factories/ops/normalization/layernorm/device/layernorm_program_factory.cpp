#include "ops/normalization/layernorm/device/layernorm_program_factory.hpp"

#include <cstring>

namespace ops::layernorm {

using namespace host;

namespace {

constexpr uint32_t WIDTH = 4;

struct Blocks {
    uint32_t tiles;
    uint32_t buffers;
};

template <typename T>
uint32_t bits_of(T value) {
    uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof(bits));
    return bits;
}

// Adds the buffers of the statistics; none for the mean where only squares are summed.
void add_statistics(Program& to, const CoreRangeSet& cores, bool rms, const Blocks& blocks) {
    const uint32_t size = tile_size(DataFormat::Float32);
    for (uint32_t i = rms ? 1 : 0; i < blocks.buffers; ++i) {
        CircularBufferConfig statistics =
            CircularBufferConfig(blocks.tiles * size, {{24 + i, DataFormat::Float32}}).set_page_size(24 + i, size);
        (void)CreateCircularBuffer(to, cores, statistics);
    }
}

KernelHandle add_compute(
    Program& to, const CoreRangeSet& cores, const LayerNormParams& params, uint32_t rows, uint32_t columns) {
    ComputeConfig config{.math_fidelity = MathFidelity::HiFi4, .fp32_dest_acc_en = true};
    config.compile_args = std::vector<uint32_t>{rows, columns};
    if (params.rms) {
        config.defines["RMSNORM"] = "1";
        config.math_fidelity = MathFidelity::HiFi2;
    }
    return CreateKernel(to, "kernels/compute/layernorm.cpp", cores, config);
}

}  // namespace

LayerNormFactory::cached_program_t LayerNormFactory::create(
    const LayerNormParams& params, const Tensor& input, const std::optional<Tensor>& gamma, Tensor& output) {
    Program program = Program{};
    const uint32_t rows = input.tile_rows(), columns = input.tile_columns();
    const auto [num_cores, all_cores, group_1, group_2, rows_1, rows_2] = split_work_to_cores({WIDTH, 2}, rows);

    CircularBufferConfig input_config =
        CircularBufferConfig(columns * tile_size(input.format()), {{0, input.format()}});
    input_config.set_page_size(0, tile_size(input.format()));
    CreateCircularBuffer(program, all_cores, input_config);
    const auto output_config = CircularBufferConfig(columns * tile_size(output.format()), {{16, output.format()}})
                                   .set_page_size(16, tile_size(output.format()));
    CreateCircularBuffer(program, all_cores, output_config);

    add_statistics(program, all_cores, params.rms, {.tiles = columns, .buffers = 3});

    const auto semaphore = CreateSemaphore(program, all_cores, 0);
    std::map<std::string, std::string> reader_defines{{"EPSILON", std::to_string(bits_of(params.epsilon))}};
    if (gamma.has_value()) {
        reader_defines["FUSE_GAMMA"] = "1";
    }
    const auto reader = CreateKernel(
        program,
        gamma ? "kernels/dataflow/reader_gamma.cpp" : "kernels/dataflow/reader_rows.cpp",
        all_cores,
        ReaderConfig({semaphore}, reader_defines));
    const auto writer = CreateKernel(program, "kernels/dataflow/writer_rows.cpp", all_cores, WriterConfig({16, semaphore}));

    add_compute(program, group_1, params, rows_1, columns);
    if (rows_2 > 0 && !group_2.ranges().empty()) {
        const KernelHandle uneven = add_compute(program, group_2, params, rows_2, columns);
        SetCommonRuntimeArgs(program, uneven, {rows_2});
    }

    for (uint32_t i = 0, row = 0; i < num_cores; ++i) {
        const CoreCoord core = {i % WIDTH, i / WIDTH};
        const uint32_t count = group_1.contains(core) ? rows_1 : rows_2;
        std::vector<uint32_t> reader_args = {input.buffer()->address(), gamma ? gamma->buffer()->address() : 0, row};
        SetRuntimeArgs(program, reader, core, reader_args);
        SetRuntimeArgs(program, writer, core, {output.buffer()->address(), row, count});
        row += count;
    }
    return cached_program_t{
        std::move(program), {.reader = reader, .writer = writer, .num_cores = num_cores, .grid_width = WIDTH}};
}

void LayerNormFactory::override_runtime_arguments(
    cached_program_t& cached_program,
    const LayerNormParams&,
    const Tensor& input,
    const std::optional<Tensor>& gamma,
    Tensor& output) {
    auto& program = cached_program.program;
    auto& shared = cached_program.shared_variables;
    for (uint32_t i = 0; i < shared.num_cores; ++i) {
        const CoreCoord core = {i % shared.grid_width, i / shared.grid_width};
        {
            auto& args = GetRuntimeArgs(program, shared.reader, core);
            args[0] = input.buffer()->address();
            if (gamma.has_value()) {
                args[1] = gamma->buffer()->address();
            }
        }
        {
            auto& args = GetRuntimeArgs(program, shared.writer, core);
            args[0] = output.buffer()->address();
        }
    }
}

}  // namespace ops::layernorm
