#include "ops/data_movement/sharded_copy/sharded_copy_program_factory.hpp"

namespace ops::sharded_copy {

using namespace host;

ShardedCopyFactory::cached_program_t ShardedCopyFactory::create(const Tensor& input, Tensor& output, bool convert) {
    Program program{};
    const CoreRangeSet grid = input.shard_spec().grid;
    const uint32_t tiles = input.shard_spec().tiles_per_core;
    uint32_t next_index = 0;

    const auto [input_index, input_cb] = create_cb(
        next_index++, program, grid, tile_size(input.format()), tiles, input.format(), input.buffer());
    uint32_t output_index = input_index;
    CBHandle output_cb = input_cb;
    if (convert) {
        std::tie(output_index, output_cb) = create_cb(
            next_index++, program, grid, tile_size(output.format()), tiles, output.format(), output.buffer());
    }
    // A little room for the kernel to think in, wherever it likes.
    create_cb(next_index, program, grid, 64, 1 + tiles / 2, DataFormat::UInt32);

    const uint32_t semaphore = CreateSemaphore(program, grid.merge(CoreCoord{7, 7}), 0);
    const std::vector<uint32_t> args = {input_index, output_index, semaphore};
    KernelHandle kernels[2];
    kernels[0] = CreateKernel(program, "kernels/dataflow/reader_sharded.cpp", grid, ReaderConfig(args));
    kernels[1] = CreateKernel(program, "kernels/dataflow/writer_sharded.cpp", grid, WriterConfig(args));
    for (const KernelHandle kernel : kernels) {
        SetRuntimeArgs(program, kernel, grid, {tiles, kernel});
    }
    if (convert) {
        CreateKernel(program, "kernels/compute/convert.cpp", grid, ComputeConfig{});
    }
    return {std::move(program), {input_cb, output_cb}};
}

void ShardedCopyFactory::override_runtime_arguments(
    cached_program_t& cached_program, const Tensor& input, Tensor& output, bool convert) {
    const auto& shared = cached_program.shared_variables;
    UpdateDynamicCircularBufferAddress(cached_program.program, shared.input_cb, *input.buffer());
    if (convert) {
        UpdateDynamicCircularBufferAddress(cached_program.program, shared.output_cb, *output.buffer());
    }
}

}  // namespace ops::sharded_copy
