#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    KernelDescriptor config{.config = ReaderDescriptor{}};
    config.compile_time_args = {size, 2};
    config.compile_time_args.push_back(3);
    if (config.compile_time_args.size() > 2) config.defines.emplace_back("MANY", "1");
    const auto defines_2 = defines_of(size);
    config.defines = Defines(defines_2.begin(), defines_2.end());
    config.source = "k.cpp";
    config.core_ranges = cores;
    descriptor.kernels.push_back(config);
    KernelHandle kernel = descriptor.kernels.size() - 1;
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}
