#pragma once

#include "host/api.hpp"
#include "host/descriptor.hpp"

struct Add {
    static ProgramDescriptor create_descriptor(const Tensor& input, Tensor& output);

    static int other();
};
