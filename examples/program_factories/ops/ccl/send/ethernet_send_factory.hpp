#pragma once

#include "host_api/operation.hpp"

namespace ops::send {

host::Program send_to_neighbour(const host::Tensor& input, uint32_t link);

}  // namespace ops::send
