#include "ops/reduce/reduce_program_factory.hpp"

#include <cstring>

namespace ops::reduce {

using namespace host;

namespace reduce_utils {

std::map<std::string, std::string> get_defines(ReduceDim dim) {
    return {
        {"REDUCE_OP", "PoolType::SUM"},
        {"REDUCE_DIM", dim == ReduceDim::H ? "ReduceDim::REDUCE_COL" : "ReduceDim::REDUCE_ROW"}};
}

}  // namespace reduce_utils

ProgramWithCallbacks reduce_single_core_group(
    const Tensor& input, const Tensor& output, ReduceDim dim, float scaler) {
    Program program;

    const uint32_t page_size = tile_size(input.format());
    uint32_t scaler_bits = 0;
    std::memcpy(&scaler_bits, &scaler, sizeof(scaler_bits));

    const CoreRangeSet cores(CoreRange({0, 0}, {1, std::min(input.tile_rows(), 3u) - 1}));
    const CoreRange first_row({0, 0}, {1, 0});

    CircularBufferConfig source(2 * page_size);
    source.set_data_format(0, input.format()).set_page_size(0, page_size);
    CreateCircularBuffer(program, cores, source);

    // The same settings once more, for another index.
    std::map<uint8_t, DataFormat> scaler_formats = {{uint8_t{2}, DataFormat::Float16_b}};
    auto scaler_config = CircularBufferConfig(0, scaler_formats);
    scaler_config.set_total_size(2 * tile_size(DataFormat::Float16_b));
    scaler_config.set_page_size(2, tile_size(DataFormat::Float16_b));
    CreateCircularBuffer(program, cores, scaler_config);

    CreateCircularBuffer(
        program, cores, CircularBufferConfig(2 * page_size, {{3, output.format()}}).set_page_size(3, page_size));

    const KernelHandle reader = CreateKernel(
        program,
        dim == ReduceDim::H ? "kernels/dataflow/reader_columns.cpp" : "kernels/dataflow/reader_rows.cpp",
        cores,
        ReaderConfig({scaler_bits}, reduce_utils::get_defines(dim)));
    const KernelHandle writer = CreateKernel(program, "kernels/dataflow/writer_unary.cpp", cores, WriterConfig());
    const KernelHandle compute = CreateKernel(
        program,
        "kernels/compute/reduce.cpp",
        cores,
        ComputeConfig{.compile_args = {input.tile_rows(), input.tile_columns()}, .defines = reduce_utils::get_defines(dim)});

    SetCommonRuntimeArgs(program, reader, {input.buffer()->address(), output.buffer()->address()});
    SetRuntimeArgs(program, reader, cores, {input.tiles(), 0});
    SetRuntimeArgs(program, writer, first_row, {output.tiles()});
    SetRuntimeArgs(program, compute, CoreCoord{0, 0}, {static_cast<uint32_t>(dim), 1});
    if (input.tile_rows() > 2) {
        SetRuntimeArgs(program, reader, first_row, {input.tiles() + 1, 1});  // the first row starts the others
    }

    return {
        std::move(program), [reader](Program& program, const Tensors& inputs, const Tensors& outputs) {
            auto& args = GetCommonRuntimeArgs(program, reader);
            args[0] = inputs[0].buffer()->address();
            args[1] = outputs[0].buffer()->address();
        }};
}

}  // namespace ops::reduce
