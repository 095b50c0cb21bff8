#include "host/api.hpp"
#include "host/descriptor.hpp"

#define CHECK(what) check(what, #what)
#define WIDTH 4

template <typename T, int N = 2>
Made make(const Tensor<T>& input, const CoreRange& cores) {
    CHECK(input.size() > 0);
    tt::metal::ProgramDescriptor descriptor{};
    descriptor.kernels.push_back(tt::metal::KernelDescriptor{
        .source = R"x(a "b" )" Program program{}; )x",
        .core_ranges = cores,
        .compile_time_args = {WIDTH, N},
        .config = tt::metal::ReaderDescriptor{},
    });
    tt::metal::KernelHandle kernel = descriptor.kernels.size() - 1;
    if constexpr (N == 2) {
        const auto defines = defines_of<T>();
        descriptor.kernels.push_back(tt::metal::KernelDescriptor{
            .source = path_of<T>(),
            .core_ranges = cores,
            .compile_time_args = args_of<T, N>(input),
            .defines = Defines(defines.begin(), defines.end()),
            .config = tt::metal::WriterDescriptor{},
        });
    }
    tt::metal::Program program = tt::metal::Program(descriptor);
    return {std::move(program), kernel};
}
