# options: {move = {"ops/eltwise/device" = "ops/unary"}}
# file: CMakeLists.txt
set(HEADER ops/eltwise/device/unary.hpp)
set(SAME ${CMAKE_SOURCE_DIR}/ops/eltwise/device/unary.cpp)
# file: main.cc
#include "ops/eltwise/device/unary.hpp"
#if __has_include("ops/eltwise/device/unary.hpp")
#endif
/* #include "unary.hpp" */
# file: ops/CMakeLists.txt
add_library(ops
    eltwise/device/unary.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/eltwise/device/kernels/reader.cpp
    ${CMAKE_CURRENT_LIST_DIR}/eltwise/common.hpp
)
# file: ops/eltwise/common.hpp
int common;
# file: ops/eltwise/device/kernels/k.h
int k;
# file: ops/eltwise/device/kernels/reader.cpp
#include "k.h"
void kernel_main() {}
# file: ops/eltwise/device/unary.cpp
#include "unary.hpp"  // "unary.hpp"
#  include <ops/eltwise/common.hpp>
const char* kernel = "ops/eltwise/device/kernels/reader.cpp";
auto raw = R"(ops/eltwise/device/kernels/reader.cpp)";
auto parts = "ops/eltwise/device/" "kernels/reader.cpp";
# file: ops/eltwise/device/unary.hpp
#include "../common.hpp"
#include "ops/eltwise/device/kernels/k.h"
# after
# file: CMakeLists.txt
set(HEADER ops/unary/unary.hpp)
set(SAME ${CMAKE_SOURCE_DIR}/ops/unary/unary.cpp)
# file: main.cc
#include "ops/unary/unary.hpp"
#if __has_include("ops/unary/unary.hpp")
#endif
/* #include "unary.hpp" */
# file: ops/CMakeLists.txt
add_library(ops
    unary/unary.cpp
    ${CMAKE_CURRENT_SOURCE_DIR}/unary/kernels/reader.cpp
    ${CMAKE_CURRENT_LIST_DIR}/eltwise/common.hpp
)
# file: ops/eltwise/common.hpp
int common;
# file: ops/unary/kernels/k.h
int k;
# file: ops/unary/kernels/reader.cpp
#include "k.h"
void kernel_main() {}
# file: ops/unary/unary.cpp
#include "unary.hpp"  // "unary.hpp"
#  include <ops/eltwise/common.hpp>
const char* kernel = "ops/unary/kernels/reader.cpp";
auto raw = R"(ops/unary/kernels/reader.cpp)";
auto parts = "ops/unary/" "kernels/reader.cpp";
# file: ops/unary/unary.hpp
#include "../eltwise/common.hpp"
#include "ops/unary/kernels/k.h"
