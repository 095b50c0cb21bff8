#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
    Made made;
    for (const auto& device : devices) {
        Program program{};
        const auto kernel = CreateKernel(program, "k.cpp", cores, ReaderConfig({device.id}));
        SetRuntimeArgs(program, kernel, cores, {device.id, size});
        made.add(device, std::move(program), kernel);
    }
    return made;
}
