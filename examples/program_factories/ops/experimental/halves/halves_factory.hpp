#pragma once

#include "host_api/operation.hpp"

namespace ops::halves {

std::pair<host::Program, host::Program> split_in_two(const host::Tensor& input);

}  // namespace ops::halves
