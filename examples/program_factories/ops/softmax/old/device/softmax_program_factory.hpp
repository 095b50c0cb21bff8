#pragma once

#include <optional>

#include "host_api/operation.hpp"

namespace ops::softmax {

host::ProgramWithCallbacks scale_mask_softmax(
    const host::Tensor& input, const host::Tensor& output, const std::optional<host::Tensor>& mask, float scale);

}  // namespace ops::softmax
