#include "ops/ccl/all_gather/all_gather_mesh_factory.hpp"

namespace ops::all_gather {

using namespace host;

AllGatherMeshFactory::cached_mesh_workload_t AllGatherMeshFactory::create_mesh_workload(
    const CoreRange& devices, const Tensor& input, Tensor& output) {
    cached_mesh_workload_t cached;
    const auto all = CoreRangeSet(devices).cores();
    for (size_t position = 0; position < all.size(); ++position) {
        const CoreCoord device = all[position];
        const bool last = position + 1 == all.size();
        Program program{};
        const CoreRange workers({0, 0}, {0, last ? 0u : 1u});

        const uint32_t page_size = tile_size(input.format());
        CreateCircularBuffer(
            program, workers, CircularBufferConfig(8 * page_size, {{0, input.format()}}).set_page_size(0, page_size));

        uint32_t ready = CreateSemaphore(program, workers, 0);
        uint32_t done = 0;
        if (!last) {
            done = CreateSemaphore(program, CoreCoord{0, 1}, 1);
        }
        std::vector<uint32_t> args;
        for (uint32_t id : {ready, done}) {
            args.push_back(id);
        }
        auto sender = CreateKernel(
            program,
            "kernels/dataflow/all_gather_send.cpp",
            workers,
            ReaderConfig(args, {{"RING_POSITION", std::to_string(position)}}));
        auto receiver = CreateKernel(program, "kernels/dataflow/all_gather_receive.cpp", workers, WriterConfig(args));
        uint32_t slice = 0;
        for (const auto& worker : CoreRangeSet(workers).cores()) {
            SetRuntimeArgs(program, sender, worker, {input.buffer()->address(), slice, input.tiles()});
            SetRuntimeArgs(
                program,
                receiver,
                worker,
                {output.buffer()->address(), slice + static_cast<uint32_t>(position) * input.tiles()});
            ++slice;
        }

        cached.shared_variables.push_back({device, sender, receiver, CoreRangeSet(workers).cores()});
        cached.workload.add_program(device, std::move(program));
    }
    return cached;
}

void AllGatherMeshFactory::override_runtime_arguments(
    cached_mesh_workload_t& cached, const Tensor& input, Tensor& output) {
    for (size_t i = 0; i < cached.workload.programs.size(); ++i) {
        auto& program = cached.workload.programs[i].second;
        const auto& shared = cached.shared_variables[i];
        for (const auto& worker : shared.workers) {
            GetRuntimeArgs(program, shared.sender, worker)[0] = input.buffer()->address();
            GetRuntimeArgs(program, shared.receiver, worker)[0] = output.buffer()->address();
        }
    }
}

}  // namespace ops::all_gather
