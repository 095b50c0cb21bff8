# options: {move = {"ops/CMakeLists.txt" = "build/CMakeLists.txt"}}
# refuses: found-by-name
# file: ops/CMakeLists.txt
add_library(ops ${CMAKE_CURRENT_SOURCE_DIR}/a.cpp ${CMAKE_SOURCE_DIR}/ops/a.cpp)
# file: ops/a.cpp
int a;
