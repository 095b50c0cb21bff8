# options: {move = {"ops/a.cpp" = "ops/deep/a.cpp"}}
# notes: ops/list.cmake:1: left as it is: `${PROJECT_SOURCE_DIR}/ops/a.cpp` may mean ops/a.cpp
# file: ops/a.cpp
int a;
# file: ops/list.cmake
set(A ${PROJECT_SOURCE_DIR}/ops/a.cpp)
# after
# file: ops/deep/a.cpp
int a;
# file: ops/list.cmake
set(A ${PROJECT_SOURCE_DIR}/ops/a.cpp)
