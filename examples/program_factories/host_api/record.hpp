// What a program contains, and the one text that says it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host_api/program.hpp"

namespace host {

struct RecordedBuffer {
    uint32_t total_size = 0;
    CoreRangeSet cores;
    std::map<uint8_t, DataFormat> formats;
    std::map<uint8_t, uint32_t> page_sizes;
    bool placed = false;
    uint32_t address = 0;
};

struct RecordedKernel {
    std::string source;
    CoreRangeSet cores;
    std::string kind;  // with the settings that only this kind has
    std::vector<uint32_t> compile_args;
    std::map<std::string, std::string> defines;
    std::map<CoreCoord, RuntimeArgs> runtime_args;
    RuntimeArgs common_args;
};

struct RecordedSemaphore {
    uint32_t id = 0;
    CoreRangeSet cores;
    uint32_t initial_value = 0;
};

struct Record {
    std::vector<RecordedBuffer> buffers;
    std::vector<RecordedSemaphore> semaphores;
    std::vector<RecordedKernel> kernels;
};

// The same text for the same program, however it was built: a line for each thing, in order of handles.
std::string dump(const Program& program);

}  // namespace host
