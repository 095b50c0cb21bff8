#include "ops/ccl/send/ethernet_send_factory.hpp"

namespace ops::send {

using namespace host;

// The descriptors of this generation have nothing for kernels on ethernet cores.
Program send_to_neighbour(const Tensor& input, uint32_t link) {
    Program program{};
    const CoreRangeSet core(CoreCoord{0, 7});
    const uint32_t semaphore = CreateSemaphore(program, core, 0);
    auto sender = CreateKernel(
        program,
        "kernels/ethernet/send.cpp",
        core,
        EthernetConfig{.link = link, .compile_args = {semaphore}});
    SetRuntimeArgs(program, sender, CoreCoord{0, 7}, {input.buffer()->address(), input.tiles()});
    return program;
}

}  // namespace ops::send
