#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Program program{};
    const Pair pair = {CreateSemaphore(program, cores, 0), CreateSemaphore(program, cores, 1)};
    uint32_t third = CreateSemaphore(program, rest_of(cores), 2);
    CreateSemaphore(program, cores, 3);
    auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig({pair.a, third, CreateSemaphore(program, cores, 4)}));
    return {std::move(program), kernel};
}
