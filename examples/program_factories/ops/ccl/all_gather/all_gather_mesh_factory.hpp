#pragma once

#include "host_api/operation.hpp"

namespace ops::all_gather {

struct AllGatherMeshFactory {
    struct shared_variables_t {
        host::CoreCoord device;
        host::KernelHandle sender = 0;
        host::KernelHandle receiver = 0;
        std::vector<host::CoreCoord> workers;
    };
    struct cached_mesh_workload_t {
        host::MeshWorkload workload;
        std::vector<shared_variables_t> shared_variables;
    };

    static cached_mesh_workload_t create_mesh_workload(
        const host::CoreRange& devices, const host::Tensor& input, host::Tensor& output);

    static void override_runtime_arguments(
        cached_mesh_workload_t& cached, const host::Tensor& input, host::Tensor& output);
};

}  // namespace ops::all_gather
