// Runs every factory over several tensors and prints what its programs contain, first as they are made, then as they are
// after the operation runs again on tensors that lie elsewhere. What it prints is the same for factories of both styles.

#include <iostream>
#include <optional>

#include "host_api/record.hpp"
#include "ops/ccl/all_gather/all_gather_mesh_factory.hpp"
#include "ops/ccl/send/ethernet_send_factory.hpp"
#include "ops/data_movement/concat/concat_program_factory.hpp"
#include "ops/data_movement/pad/pad_program_factory.hpp"
#include "ops/data_movement/sharded_copy/sharded_copy_program_factory.hpp"
#include "ops/data_movement/transpose/transpose_program_factory.hpp"
#include "ops/eltwise/binary/binary_program_factory.hpp"
#include "ops/eltwise/unary/device/unary_program_factory.hpp"
#include "ops/experimental/fused/fused_parts.hpp"
#include "ops/experimental/halves/halves_factory.hpp"
#include "ops/experimental/traced/traced_factory.hpp"
#include "ops/matmul/matmul_multicore_factory.hpp"
#include "ops/normalization/layernorm/device/layernorm_program_factory.hpp"
#include "ops/reduce/reduce_program_factory.hpp"
#include "ops/softmax/old/device/softmax_program_factory.hpp"

using namespace host;

namespace {

void print(const std::string& name, const Program& program) { std::cout << "== " << name << "\n" << dump(program); }

// The same tensor at another address.
Tensor elsewhere(const Tensor& tensor) {
    return Tensor(tensor.shape(), tensor.format(), tensor.buffer()->address() + 0x40, tensor.shard_spec());
}

// A factory that keeps variables for its override, or one that only describes: the framework then patches.
template <typename Factory, typename... Args>
void run(const std::string& name, std::tuple<Args...> first, std::tuple<Args...> again) {
    if constexpr (Describes<Factory, Args...>) {
        const auto describe = [](Args&... args) { return Factory::create_descriptor(args...); };
        Program program(std::apply(describe, first));
        print(name, program);
        patch(program, std::apply(describe, again));
        print(name + " again", program);
    } else {
        auto cached = std::apply([](Args&... args) { return Factory::create(args...); }, first);
        print(name, cached.program);
        std::apply([&](Args&... args) { Factory::override_runtime_arguments(cached, args...); }, again);
        print(name + " again", cached.program);
    }
}

void run(const std::string& name, ProgramWithCallbacks made, const Tensors& inputs, const Tensors& outputs) {
    print(name, made.program);
    made.override_runtime_arguments(made.program, inputs, outputs);
    print(name + " again", made.program);
}

}  // namespace

int main() {
    const std::vector<std::vector<uint32_t>> shapes = {{32, 32}, {64, 96}, {3, 70, 130}, {512, 256}};
    const DataFormat formats[] = {DataFormat::Float16_b, DataFormat::Float32};
    for (size_t i = 0; i < shapes.size(); ++i) {
        const DataFormat format = formats[i % 2];
        const Tensor a(shapes[i], format, 0x1000), b(shapes[i], format, 0x200000), mask(shapes[i], DataFormat::Bfp8_b, 0x8000);
        Tensor out(shapes[i], formats[(i + 1) % 2], 0x4000);
        const Tensor a2 = elsewhere(a), b2 = elsewhere(b), mask2 = elsewhere(mask);
        Tensor out2 = elsewhere(out);
        const ShardSpec shards{CoreRangeSet(CoreRange({0, 0}, {1, 1})), 2 + uint32_t(i)};
        const Tensor sharded(shapes[i], format, 0x100000, shards), sharded2 = elsewhere(sharded);
        Tensor sharded_out(shapes[i], format, 0x180000, shards), sharded_out2 = elsewhere(sharded_out);
        const std::string at = " " + std::to_string(i);

        using ops::unary::UnaryParams;
        for (const UnaryParams& params : {UnaryParams{}, UnaryParams{"gelu", 0.5f, true}}) {
            run<ops::unary::UnaryProgramFactory>(
                "unary " + params.op + at, std::tuple(params, a, out), std::tuple(params, a2, out2));
        }
        using ops::binary::BinaryOp;
        run("binary add" + at, ops::binary::binary_multi_core(BinaryOp::Add, a, b, out), {a2, b2}, {out2});
        run("binary add relu" + at, ops::binary::binary_multi_core(BinaryOp::AddRelu, sharded, b, sharded_out),
            {sharded2, b2}, {sharded_out2});
        for (const bool transpose_b : {false, true}) {
            run<ops::matmul::MatmulMultiCoreFactory>(
                "matmul" + at, std::tuple(a, b, out, transpose_b), std::tuple(a2, b2, out2, transpose_b));
        }
        using ops::reduce::ReduceDim;
        run("reduce h" + at, ops::reduce::reduce_single_core_group(a, out, ReduceDim::H, 1.0f), {a2}, {out2});
        run("reduce w" + at, ops::reduce::reduce_single_core_group(b, out, ReduceDim::W, 0.5f), {b2}, {out2});
        run("softmax" + at, ops::softmax::scale_mask_softmax(a, out, std::nullopt, 1.0f), {a2}, {out2});
        run("softmax masked" + at, ops::softmax::scale_mask_softmax(a, out, mask, 0.125f), {a2, mask2}, {out2});
        print("transpose" + at, ops::transpose::transpose<ops::transpose::SwapLastTwo>(a, out));
        print("transpose kept" + at, ops::transpose::transpose<ops::transpose::KeepOrder>(b, out));
        for (const uint32_t axis : {0u, 1u}) {
            run<ops::concat::ConcatFactory>(
                "concat" + at, std::tuple(Tensors{a, b, mask}, out, axis), std::tuple(Tensors{a2, b2, mask2}, out2, axis));
        }
        run("pad" + at, ops::pad::pad_tiles(a, out, 7), {a2}, {out2});
        for (const bool convert : {false, true}) {
            run<ops::sharded_copy::ShardedCopyFactory>(
                "sharded copy" + at, std::tuple(sharded, sharded_out, convert), std::tuple(sharded2, sharded_out2, convert));
        }
        using ops::layernorm::LayerNormParams;
        const std::optional<Tensor> none, gamma(b), gamma2(b2);
        run<ops::layernorm::LayerNormFactory>(
            "layernorm" + at, std::tuple(LayerNormParams{}, a, none, out), std::tuple(LayerNormParams{}, a2, none, out2));
        run<ops::layernorm::LayerNormFactory>(
            "rms norm" + at, std::tuple(LayerNormParams{1e-6f, true}, a, gamma, out),
            std::tuple(LayerNormParams{1e-6f, true}, a2, gamma2, out2));
        auto mesh = ops::all_gather::AllGatherMeshFactory::create_mesh_workload(CoreRange({0, 0}, {uint32_t(i), 0}), a, out);
        for (const auto& [device, program] : mesh.workload.programs) {
            print("all gather" + at + " on " + std::to_string(device.x), program);
        }
        ops::all_gather::AllGatherMeshFactory::override_runtime_arguments(mesh, a2, out2);
        for (const auto& [device, program] : mesh.workload.programs) {
            print("all gather" + at + " again on " + std::to_string(device.x), program);
        }
        const auto [first, second] = ops::halves::split_in_two(a);
        print("first half" + at, first);
        print("second half" + at, second);
        print("fused" + at, ops::fused::fused(a, out));
        print("send" + at, ops::send::send_to_neighbour(a, i));
        print("traced" + at, ops::traced::copy_traced(a, out));
    }
    return 0;
}
