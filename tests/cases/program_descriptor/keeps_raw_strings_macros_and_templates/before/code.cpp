#include "host/api.hpp"

#define CHECK(what) check(what, #what)
#define WIDTH 4

template <typename T, int N = 2>
Made make(const Tensor<T>& input, const CoreRange& cores) {
    CHECK(input.size() > 0);
    tt::metal::Program program;
    auto kernel = tt::metal::CreateKernel(program, R"x(a "b" )" Program program{}; )x", cores, tt::metal::ReaderConfig({WIDTH, N}));
    if constexpr (N == 2) {
        tt::metal::CreateKernel(program, path_of<T>(), cores, tt::metal::WriterConfig(args_of<T, N>(input), defines_of<T>()));
    }
    return {std::move(program), kernel};
}
