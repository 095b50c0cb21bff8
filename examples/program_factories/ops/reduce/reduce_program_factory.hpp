#pragma once

#include "host_api/operation.hpp"

namespace ops::reduce {

enum class ReduceDim { H, W };

host::ProgramWithCallbacks reduce_single_core_group(
    const host::Tensor& input, const host::Tensor& output, ReduceDim dim, float scaler);

}  // namespace ops::reduce
