#include "host/api.hpp"

Made make(const CoreRange& cores, uint32_t size) {
	Program program{};
	for (int i = 0; i < 2; ++i)
		CreateKernel(program, paths[i], cores, ReaderConfig({i}));
	if (size) { CreateKernel(program, "k.cpp", cores, WriterConfig()); }
	return {std::move(program), 0};
}