#include "host_api/program.hpp"
#include "ops/data_movement/pad/pad_program_factory.hpp"

namespace ops::pad {

using namespace host;

// This file has the line ends of another system; they stay.
ProgramWithCallbacks pad_tiles(const Tensor& input, const Tensor& output, uint32_t value) {
    Program program{};
    constexpr uint8_t data = 0, padding = 1;
    const CoreRangeSet core(CoreCoord{0, 0});
    const uint32_t page_size = tile_size(input.format());

    // Both indices share the memory.
    const std::map<uint8_t, DataFormat> formats = {
        {data, input.format()},
        {padding, input.format()},
    };
    const CircularBufferConfig shared = CircularBufferConfig(4 * page_size, formats)
                                            .set_page_size(data, page_size)
                                            .set_page_size(padding, 2 * page_size);
    CreateCircularBuffer(program, core, shared);

    KernelHandle reader = CreateKernel(
        program,
        "kernels/dataflow/reader_pad.cpp",
        core,
        ReaderConfig(
            {data,  // what is read
             padding},
            {{"PAD_VALUE", std::to_string(value)}}));
    KernelHandle writer = CreateKernel(program, "kernels/dataflow/writer_pad.cpp", core, WriterConfig({data, padding}));

    switch (input.shape().size()) {
        case 2:
            SetRuntimeArgs(program, reader, CoreCoord{0, 0}, {input.buffer()->address(), 2, input.tile_columns()});
            break;
        case 3: {
            const uint32_t outer = input.shape()[0];
            SetRuntimeArgs(program, reader, CoreCoord{0, 0}, {input.buffer()->address(), 3, outer});
            break;
        }
        default:
            SetRuntimeArgs(program, reader, core, {input.buffer()->address(), 0, value});
    }
    SetRuntimeArgs(program, writer, CoreCoord{0, 0}, {output.buffer()->address(), output.tiles()});

    return {
        std::move(program), [=](Program& program, const Tensors& inputs, const Tensors& outputs) {
            GetRuntimeArgs(program, reader, CoreCoord{0, 0})[0] = inputs[0].buffer()->address();
            GetRuntimeArgs(program, writer, CoreCoord{0, 0})[0] = outputs[0].buffer()->address();
        }};
}

}  // namespace ops::pad
