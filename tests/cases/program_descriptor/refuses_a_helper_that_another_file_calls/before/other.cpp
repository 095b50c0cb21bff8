#include "host/api.hpp"

void other(Program& p) {
    add_writer(p, {});
}
