#pragma once

#include "host_api/operation.hpp"

namespace ops::traced {

host::Program copy_traced(const host::Tensor& input, const host::Tensor& output);

}  // namespace ops::traced
