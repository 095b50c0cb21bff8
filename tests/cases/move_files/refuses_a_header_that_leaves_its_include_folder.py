# options: {move = {"include/a/x.hpp" = "other/x.hpp"}}
# refuses: unproven-path
# file: include/a/x.hpp
int x;
# file: main.cpp
#include <a/x.hpp>
