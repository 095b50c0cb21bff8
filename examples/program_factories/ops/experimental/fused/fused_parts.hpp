#pragma once

#include "host_api/operation.hpp"

namespace ops::fused {

void add_reader(host::Program& program, const host::CoreRangeSet& cores, const host::Tensor& input);
host::Program fused(const host::Tensor& input, const host::Tensor& output);

}  // namespace ops::fused
