#include "ops/eltwise/binary/binary_program_factory.hpp"

namespace ops::binary {

namespace {

std::map<std::string, std::string> defines_of(BinaryOp op) {
    std::map<std::string, std::string> defines = {{"ELTWISE_OP", op == BinaryOp::Mul ? "mul_tiles" : "add_tiles"}};
    if (op == BinaryOp::AddRelu) {
        defines["PACK_RELU"] = "1";
    }
    return defines;
}

}  // namespace

host::ProgramWithCallbacks binary_multi_core(
    BinaryOp op, const host::Tensor& a, const host::Tensor& b, const host::Tensor& output) {
    host::Program program = host::Program();

    const uint32_t page_size = host::tile_size(a.format());
    const bool sharded = a.is_sharded();
    const auto [num_cores, dealt_cores, core_group_1, core_group_2, tiles_1, tiles_2] =
        host::split_work_to_cores({8, 2}, output.tiles());
    const host::CoreRangeSet all_cores = sharded ? a.shard_spec().grid : dealt_cores;
    const uint32_t cb_tiles = sharded ? a.shard_spec().tiles_per_core : 2;

    // A sharded input is read where it lies.
    host::CircularBufferConfig a_config =
        host::CircularBufferConfig(cb_tiles * page_size, {{0, a.format()}}).set_page_size(0, page_size);
    if (sharded) {
        a_config = a_config.set_globally_allocated_address(*a.buffer());
    }
    host::CBHandle cb_a = host::CreateCircularBuffer(program, all_cores, a_config);

    host::CircularBufferConfig b_config(2 * page_size, {{1, b.format()}});
    b_config.set_page_size(1, page_size);
    host::CreateCircularBuffer(program, all_cores, b_config);

    auto output_config = host::CircularBufferConfig(cb_tiles * page_size, {{16, output.format()}});
    output_config.set_page_size(16, page_size);
    if (sharded) {
        output_config.set_globally_allocated_address(*output.buffer());
    }
    auto cb_output = host::CreateCircularBuffer(program, all_cores, output_config);

    std::map<std::string, std::string> reader_defines;
    if (sharded) {
        reader_defines["IN0_SHARDED"] = "1";
    }
    const host::KernelHandle reader = host::CreateKernel(
        program,
        "kernels/dataflow/reader_binary.cpp",
        all_cores,
        host::ReaderConfig({a.buffer()->is_dram(), b.buffer()->is_dram()}, reader_defines));
    const host::KernelHandle writer = host::CreateKernel(
        program, "kernels/dataflow/writer_unary.cpp", all_cores, host::WriterConfig({16}, {{"ROW_MAJOR", "0"}}));
    host::CreateKernel(
        program,
        "kernels/compute/eltwise_binary.cpp",
        all_cores,
        host::ComputeConfig{.compile_args = {cb_tiles}, .defines = defines_of(op)});

    const auto cores = all_cores.cores();
    uint32_t start = 0;
    for (size_t i = 0; i < cores.size(); ++i) {
        const host::CoreCoord core = cores[i];
        const uint32_t tiles = sharded ? cb_tiles : core_group_1.contains(core) ? tiles_1 : tiles_2;
        host::SetRuntimeArgs(
            program, reader, core, {a.buffer()->address(), b.buffer()->address(), tiles, start, sharded ? 1u : 0u});
        std::vector<uint32_t> writer_args = {output.buffer()->address(), tiles};
        writer_args.push_back(start);
        host::SetRuntimeArgs(program, writer, core, writer_args);
        start += tiles;
    }

    auto override_runtime_arguments = [reader, writer, cb_a, cb_output, cores, sharded](
                                          host::Program& program,
                                          const host::Tensors& inputs,
                                          const host::Tensors& outputs) {
        if (sharded) {
            host::UpdateDynamicCircularBufferAddress(program, cb_a, *inputs[0].buffer());
            host::UpdateDynamicCircularBufferAddress(program, cb_output, *outputs[0].buffer());
        }
        for (const auto& core : cores) {
            auto& reader_args = host::GetRuntimeArgs(program, reader, core);
            reader_args[0] = inputs[0].buffer()->address();
            reader_args[1] = inputs[1].buffer()->address();
            host::GetRuntimeArgs(program, writer, core)[0] = outputs[0].buffer()->address();
        }
    };
    return {std::move(program), override_runtime_arguments};
}

}  // namespace ops::binary
