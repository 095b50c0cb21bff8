#pragma once

#include "host_api/operation.hpp"

namespace ops::pad {

host::ProgramWithCallbacks pad_tiles(const host::Tensor& input, const host::Tensor& output, uint32_t value);

}  // namespace ops::pad
