// Programs that are described and then made at once: the new interface.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host_api/program.hpp"

namespace host {

struct CBFormatDescriptor {
    uint8_t buffer_index = 0;
    DataFormat data_format = DataFormat::Float32;
    uint32_t page_size = 0;
};

struct CBDescriptor {
    uint32_t total_size = 0;
    CoreRangeSet core_ranges;
    std::vector<CBFormatDescriptor> format_descriptors;
    const Buffer* buffer = nullptr;
};

struct SemaphoreDescriptor {
    uint32_t id = 0;
    CoreRangeSet core_ranges;
    uint32_t initial_value = 0;
};

struct ReaderConfigDescriptor {};
struct WriterConfigDescriptor {};
struct ComputeConfigDescriptor {
    MathFidelity math_fidelity = MathFidelity::HiFi4;
    bool fp32_dest_acc_en = false;
    bool math_approx_mode = false;
};

struct KernelDescriptor {
    using Defines = std::vector<std::pair<std::string, std::string>>;

    std::string kernel_source;
    CoreRangeSet core_ranges;
    std::vector<uint32_t> compile_time_args;
    Defines defines;  // the last one of a name counts
    std::vector<std::pair<CoreCoord, RuntimeArgs>> runtime_args;
    RuntimeArgs common_runtime_args;
    std::variant<ReaderConfigDescriptor, WriterConfigDescriptor, ComputeConfigDescriptor> config;
};

// It points to buffers: they live until a program is made of it. A kernel's handle in the program is its index here, and so is a circular buffer's.
struct ProgramDescriptor {
    std::vector<KernelDescriptor> kernels;
    std::vector<SemaphoreDescriptor> semaphores;
    std::vector<CBDescriptor> cbs;

    uint32_t lowest_free_semaphore_id(const CoreRangeSet& cores) const;
};

}  // namespace host
