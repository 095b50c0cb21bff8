#include "ops/matmul/matmul_multicore_factory.hpp"

#include <algorithm>

namespace ops::matmul {

using namespace host;

namespace {

struct Semaphores {
    uint32_t sender;
    uint32_t receiver;
};

// The buffer of one operand: its index and its handle.
std::tuple<uint32_t, CBHandle> create_operand_buffer(
    Program& program, const CoreRangeSet& cores, uint32_t index, uint32_t tiles, DataFormat format) {
    const uint32_t size = tile_size(format);
    CircularBufferConfig config = CircularBufferConfig(tiles * size, {{index, format}}).set_page_size(index, size);
    CBHandle handle = CreateCircularBuffer(program, cores, config);
    return {index, handle};
}

Semaphores create_semaphores(Program& program, const CoreRangeSet& cores) {
    return {
        CreateSemaphore(program, cores, 0),   // the sender waits for its receivers
        CreateSemaphore(program, cores, 1)};  // a receiver waits for its sender
}

// Nothing where there is nothing to add.
void create_bias_buffer(Program& program, const CoreRangeSet& cores, const Tensor& output, bool with_bias) {
    if (!with_bias) {
        return;
    }
    const uint32_t size = tile_size(output.format());
    CreateCircularBuffer(
        program, cores, CircularBufferConfig(size, {{uint8_t{3}, output.format()}}).set_page_size(3, size));
}

}  // namespace

MatmulMultiCoreFactory::cached_program_t MatmulMultiCoreFactory::create(
    const Tensor& a, const Tensor& b, Tensor& output, bool transpose_b) {
    auto program = Program();

    const uint32_t rows = output.tile_rows(), columns = output.tile_columns(), inner = a.tile_columns();
    const uint32_t grid_x = std::min(columns, 4u), grid_y = std::min(rows, 4u);
    const CoreRange all_cores({0, 0}, {grid_x - 1, grid_y - 1});

    auto [in0_cb, in0_handle] = create_operand_buffer(program, all_cores, 0, 2 * inner, a.format());
    auto [in1_cb, in1_handle] = create_operand_buffer(program, all_cores, 1, 2 * inner, b.format());
    const auto output_cb = std::get<0>(create_operand_buffer(program, all_cores, 16, 1, output.format()));
    create_bias_buffer(program, all_cores, output, inner % 2 == 1);

    const Semaphores semaphores = create_semaphores(program, all_cores);
    // Only the first column multicasts, and needs one more.
    const CoreRange first_column({0, 0}, {0, grid_y - 1});
    uint32_t column_semaphore = CreateSemaphore(program, first_column, 7);

    std::vector<uint32_t> in0_args = {in0_cb, semaphores.sender, semaphores.receiver};
    in0_args.push_back(column_semaphore);
    shared_variables_t shared{};
    shared.in0_reader = CreateKernel(program, "kernels/dataflow/reader_in0.cpp", all_cores, ReaderConfig{in0_args});
    WriterConfig in1_config({in1_cb, output_cb});
    if (transpose_b) {
        in1_config.defines["TRANSPOSE_IN1"] = "1";
        in1_config.compile_args.push_back(inner);
    }
    shared.in1_reader = CreateKernel(program, "kernels/dataflow/reader_in1_writer.cpp", all_cores, in1_config);

    ComputeConfig compute_config;
    compute_config.math_fidelity = MathFidelity::HiFi2;
    compute_config.compile_args = {inner, rows, columns};
    if (output.format() == DataFormat::Float32) {
        compute_config.fp32_dest_acc_en = true;
        compute_config.defines["FP32"] = "1";
    }
    CreateKernel(program, "kernels/compute/bmm.cpp", all_cores, compute_config);

    for (uint32_t y = 0; y < grid_y; ++y) {
        for (uint32_t x = 0; x < grid_x; ++x) {
            const CoreCoord core{x, y};
            RuntimeArgs in0 = {a.buffer()->address(), inner, y * inner};
            for (uint32_t row = y; row < rows; row += grid_y) {
                in0.push_back(row);
            }
            SetRuntimeArgs(program, shared.in0_reader, core, in0);
            SetRuntimeArgs(
                program,
                shared.in1_reader,
                core,
                {b.buffer()->address(), output.buffer()->address(), x, (columns + grid_x - 1 - x) / grid_x});
        }
    }

    shared.cores = all_cores;
    return cached_program_t{std::move(program), std::move(shared)};
}

void MatmulMultiCoreFactory::override_runtime_arguments(
    cached_program_t& cached_program, const Tensor& a, const Tensor& b, Tensor& output, bool) {
    const auto& shared = cached_program.shared_variables;
    for (const auto& core : shared.cores.cores()) {
        GetRuntimeArgs(cached_program.program, shared.in0_reader, core)[0] = a.buffer()->address();
        auto& in1_args = GetRuntimeArgs(cached_program.program, shared.in1_reader, core);
        in1_args[0] = b.buffer()->address();
        in1_args[1] = output.buffer()->address();
    }
}

}  // namespace ops::matmul
