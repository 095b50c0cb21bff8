#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};  // empty
    // the one above
    // What it is compiled with:
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "reader.cpp",
        /* all */
        .core_ranges = cores,
        .compile_time_args = {size /* in bytes */, 2},  // two of them
        .defines = {{"A", "1"}},  // one of these
        .config = ReaderDescriptor{},
    });
    const KernelHandle reader = descriptor.kernels.size() - 1;
    // Before.
    /* the first */
    descriptor.kernels[reader].runtime_args.emplace_back(CoreCoord{0, 0}, RuntimeArgs{1, /* two */ 2});  // behind
    Program program = Program(descriptor);
    return {std::move(program), reader};  // done
}
