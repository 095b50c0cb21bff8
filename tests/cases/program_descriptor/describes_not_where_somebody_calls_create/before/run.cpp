#include "add.hpp"

void run(const Tensor& in, Tensor& out) {
    auto cached = Add::create(in, out);
}
