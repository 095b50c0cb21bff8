// What runs a factory: keeps its program, and patches it when the operation runs again on other tensors.
#pragma once

#include <concepts>
#include <functional>
#include <utility>
#include <vector>

#include "host_api/program.hpp"
#include "host_api/program_descriptor.hpp"

namespace host {

using Tensors = std::vector<Tensor>;

struct ProgramWithCallbacks {
    Program program;
    std::function<void(Program&, const Tensors& inputs, const Tensors& outputs)> override_runtime_arguments;
};

template <typename SharedVariables>
struct CachedProgram {
    Program program;
    SharedVariables shared_variables;
};

// One program for each device of a mesh.
struct MeshWorkload {
    std::vector<std::pair<CoreCoord, Program>> programs;
    void add_program(CoreCoord device, Program program) { programs.emplace_back(device, std::move(program)); }
};

template <typename Factory, typename... Args>
concept Describes = requires(Args&... args) {
    { Factory::create_descriptor(args...) } -> std::same_as<ProgramDescriptor>;
};

// Give a program the arguments, addresses and sizes that this descriptor says: what a framework does for factories that
// only describe.
void patch(Program& program, const ProgramDescriptor& descriptor);

}  // namespace host
