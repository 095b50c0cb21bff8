#include "ops/data_movement/concat/concat_program_factory.hpp"

#include <algorithm>

namespace ops::concat {

using namespace host;

// A buffer for each index of the list; no buffer without pages, and a place of its own only where there is one.
static void create_buffers(
    Program& program,
    const CoreRangeSet& cores,
    const std::vector<uint32_t>& indices,
    const std::vector<Tensor>& tensors,
    uint32_t pages,
    Buffer* place = nullptr);

static uint32_t axis_stride(const Tensor& tensor, uint32_t axis) {
    return axis == 0 ? tensor.tile_columns() : tensor.tile_rows();
}

ConcatFactory::cached_program_t ConcatFactory::create(
    const std::vector<Tensor>& inputs, Tensor& output, uint32_t axis) {
    Program program{};
    const auto [num_cores, all_cores, group_1, group_2, tiles_1, tiles_2] = split_work_to_cores({3, 2}, output.tiles());

    std::vector<uint32_t> indices;
    for (uint32_t i = 0; i < inputs.size(); ++i) {
        indices.push_back(i);
    }
    create_buffers(program, all_cores, indices, inputs, 2);
    create_buffers(program, all_cores, {16}, {output}, axis == 0 ? 2 : 0);

    shared_variables_t shared;
    for (uint32_t i = 0; i < inputs.size(); ++i) {
        const KernelHandle reader = CreateKernel(
            program,
            i % 2 == 0 ? "kernels/dataflow/reader_even.cpp" : "kernels/dataflow/reader_odd.cpp",
            all_cores,
            ReaderConfig({i, axis_stride(inputs[i], axis)}, {{"INPUT", std::to_string(i)}}));
        shared.readers.push_back(reader);
    }
    shared.writer = CreateKernel(program, "kernels/dataflow/writer_concat.cpp", all_cores, WriterConfig(indices));

    const std::vector<CoreCoord> cores = all_cores.cores();
    std::vector<std::vector<uint32_t>> writer_args(cores.size());
    uint32_t start = 0;
    for (size_t i = 0; i < cores.size(); ++i) {
        const uint32_t tiles = group_1.contains(cores[i]) ? tiles_1 : tiles_2;
        writer_args[i] = {output.buffer()->address(), tiles, start};
        start += tiles;
    }
    SetRuntimeArgs(program, shared.writer, cores, writer_args);
    for (const auto reader : shared.readers) {
        const auto& input = inputs[reader];
        SetRuntimeArgs(program, reader, cores, std::vector<std::vector<uint32_t>>(cores.size(), {input.buffer()->address(), 0}));
        SetCommonRuntimeArgs(program, reader, {input.tiles()});
        for (auto it = cores.begin() + 1; it != cores.end(); ++it) {
            const CoreCoord& core = *it;
            if (core.x == core.y)
                SetRuntimeArgs(program, reader, core, {input.buffer()->address(), core.x + 1});
            else
                SetRuntimeArgs(program, reader, core, {input.buffer()->address(), 7u});
        }
    }
    shared.cores = cores;

    return {std::move(program), std::move(shared)};
}

static void create_buffers(
    Program& program,
    const CoreRangeSet& cores,
    const std::vector<uint32_t>& indices,
    const std::vector<Tensor>& tensors,
    uint32_t pages,
    Buffer* place) {
    for (size_t i = 0; i < indices.size(); ++i) {
        if (pages == 0) {
            continue;
        }
        const uint32_t index = indices[i];
        const uint32_t page_size = tile_size(tensors[i].format());
        CircularBufferConfig config(pages * page_size, {{index, tensors[i].format()}});
        config.set_page_size(index, page_size);
        if (place != nullptr) {
            config.set_globally_allocated_address(*place);
        }
        CreateCircularBuffer(program, cores, config);
    }
}

void ConcatFactory::override_runtime_arguments(
    cached_program_t& cached_program, const std::vector<Tensor>& inputs, Tensor& output, uint32_t) {
    auto& program = cached_program.program;
    const auto& shared = cached_program.shared_variables;
    for (const auto& core : shared.cores) {
        for (size_t i = 0; i < shared.readers.size(); ++i) {
            GetRuntimeArgs(program, shared.readers[i], core)[0] = inputs[i].buffer()->address();
        }
        GetRuntimeArgs(program, shared.writer, core)[0] = output.buffer()->address();
    }
}

}  // namespace ops::concat
