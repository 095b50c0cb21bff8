#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size)
{
  ProgramDescriptor descriptor{};
  KernelHandle kernel = 0;
  if (size)
  {
    const auto defines = defines_of(size);
    descriptor.kernels.push_back(KernelDescriptor{
      .source = "some/long/path/to/the/reader.cpp",
      .core_ranges = cores,
      .compile_time_args = {size},
      .defines = Defines(defines.begin(), defines.end()),
      .config = ReaderDescriptor{},
    });
    kernel = descriptor.kernels.size() - 1;
  }
  else
  {
    descriptor.kernels.push_back(KernelDescriptor{
      .source = "k.cpp",
      .core_ranges = cores,
      .config = WriterDescriptor{},
    });
    kernel = descriptor.kernels.size() - 1;
  }
  const RuntimeArgs args = {1};
  for (const auto& core : cores)
  {
    descriptor.kernels[kernel].runtime_args.emplace_back(core, args);
  }
  Program program = Program(descriptor);
  return {std::move(program), kernel};
}
