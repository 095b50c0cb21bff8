#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};  // empty
    const auto reader = CreateKernel(
        program,  // the one above
        "reader.cpp",
        /* all */ cores,
        // What it is compiled with:
        ReaderConfig({size /* in bytes */, 2},  // two of them
                     {{"A", "1"}}  // one of these
                     ));
    // Before.
    SetRuntimeArgs(program, reader, CoreCoord{0, 0} /* the first */, {1, /* two */ 2});  // behind
    return {std::move(program), reader};  // done
}
