#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size)
{
  Program program{};
  KernelHandle kernel = 0;
  if (size)
    kernel = CreateKernel(program, "some/long/path/to/the/reader.cpp", cores, ReaderConfig({size}, defines_of(size)));
  else
    kernel = CreateKernel(program, "k.cpp", cores, WriterConfig());
  SetRuntimeArgs(program, kernel, cores, {1});
  return {std::move(program), kernel};
}
