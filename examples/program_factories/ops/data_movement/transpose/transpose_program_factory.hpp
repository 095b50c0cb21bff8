#pragma once

#include "host_api/operation.hpp"

namespace ops::transpose {

template <typename Permutation>
host::Program transpose(const host::Tensor& input, const host::Tensor& output);

struct SwapLastTwo {
    static constexpr uint32_t axes[] = {1, 0};
};
struct KeepOrder {
    static constexpr uint32_t axes[] = {0, 1};
};

}  // namespace ops::transpose
