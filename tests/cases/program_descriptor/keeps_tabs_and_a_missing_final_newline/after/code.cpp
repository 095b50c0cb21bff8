#include "host/api.hpp"
#include "host/descriptor.hpp"

Made make(const CoreRange& cores, uint32_t size) {
	ProgramDescriptor descriptor{};
	for (int i = 0; i < 2; ++i)
		descriptor.kernels.push_back(KernelDescriptor{
			.source = paths[i],
			.core_ranges = cores,
			.compile_time_args = {i},
			.config = ReaderDescriptor{},
		});
	if (size) { descriptor.kernels.push_back(KernelDescriptor{.source = "k.cpp", .core_ranges = cores, .config = WriterDescriptor{}}); }
	Program program = Program(descriptor);
	return {std::move(program), 0};
}