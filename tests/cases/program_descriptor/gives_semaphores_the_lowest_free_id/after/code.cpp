#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    ProgramDescriptor descriptor{};
    const auto semaphore_id = descriptor.free_id(cores);
    descriptor.semaphores.push_back(SemaphoreDescriptor{.id = semaphore_id, .core_ranges = cores, .value = 0});
    const auto semaphore_id_2 = descriptor.free_id(cores);
    descriptor.semaphores.push_back(SemaphoreDescriptor{.id = semaphore_id_2, .core_ranges = cores, .value = 1});
    const Pair pair = {semaphore_id, semaphore_id_2};
    const auto core_ranges = rest_of(cores);
    uint32_t third = descriptor.free_id(core_ranges);
    descriptor.semaphores.push_back(SemaphoreDescriptor{.id = third, .core_ranges = core_ranges, .value = 2});
    descriptor.semaphores.push_back(SemaphoreDescriptor{
        .id = descriptor.free_id(cores),
        .core_ranges = cores,
        .value = 3,
    });
    const auto semaphore_id_3 = descriptor.free_id(cores);
    descriptor.semaphores.push_back(SemaphoreDescriptor{.id = semaphore_id_3, .core_ranges = cores, .value = 4});
    descriptor.kernels.push_back(KernelDescriptor{
        .source = "k.cpp",
        .core_ranges = cores,
        .compile_time_args = {pair.a, third, semaphore_id_3},
        .config = ReaderDescriptor{},
    });
    const KernelHandle kernel_handle = descriptor.kernels.size() - 1;
    auto kernel = kernel_handle;
    Program program = Program(descriptor);
    return {std::move(program), kernel};
}
