#include "host/api.hpp"
#include "host/descriptor.hpp"

static void add_writer(ProgramDescriptor& descriptor, const CoreRange& cores);

namespace {

// What both factories begin with.
KernelHandle add_reader(
    // filled here
    tt::ProgramDescriptor& descriptor, const CoreRange& cores, bool both) {
    if (both) add_writer(descriptor, cores);
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "reader.cpp",
        .core_ranges = cores,
        .config = ReaderDescriptor{},
    });
    return static_cast<KernelHandle>(descriptor.kernels.size() - 1);
}

}  // namespace

Made one(const CoreRange& cores) {
    ProgramDescriptor descriptor{};
    const auto kernel = add_reader(descriptor, cores, true);
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}

Made other(const CoreRange& cores) {
    ProgramDescriptor descriptor{};
    auto kernel = add_reader(descriptor, cores, false);
    Program built = Program(descriptor);
    return {std::move(built), kernel};
}

static void add_writer(ProgramDescriptor& descriptor, const CoreRange& cores) {
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "writer.cpp",
        .core_ranges = cores,
        .compile_time_args = {},
        .defines = {},
        .config = WriterDescriptor{},
    });
}
