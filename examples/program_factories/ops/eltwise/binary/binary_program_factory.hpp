#pragma once

#include "host_api/operation.hpp"

namespace ops::binary {

enum class BinaryOp { Add, Mul, AddRelu };

host::ProgramWithCallbacks binary_multi_core(
    BinaryOp op, const host::Tensor& a, const host::Tensor& b, const host::Tensor& output);

}  // namespace ops::binary
