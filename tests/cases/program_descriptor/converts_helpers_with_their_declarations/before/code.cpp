#include "host/api.hpp"

static void add_writer(Program& program, const CoreRange& cores);

namespace {

// What both factories begin with.
KernelHandle add_reader(
    // filled here
    tt::Program& to, const CoreRange& cores, bool both) {
    if (both) add_writer(to, cores);
    return CreateKernel(to, "reader.cpp", cores, ReaderConfig());
}

}  // namespace

Made one(const CoreRange& cores) {
    Program program{};
    const auto kernel = add_reader(program, cores, true);
    return {std::move(program), kernel};
}

Made other(const CoreRange& cores) {
    auto built = Program();
    auto kernel = add_reader(built, cores, false);
    return {std::move(built), kernel};
}

static void add_writer(Program& program, const CoreRange& cores) {
    CreateKernel(program, "writer.cpp", cores, WriterConfig({}, {}));
}
