// Programs that are built by calls: the old interface.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "host_api/tensor.hpp"

namespace host {

using KernelHandle = uint32_t;
using CBHandle = uint32_t;
using RuntimeArgs = std::vector<uint32_t>;

struct ProgramDescriptor;
struct Record;

class CircularBufferConfig {
public:
    explicit CircularBufferConfig(uint32_t total_size) : total_size_(total_size) {}
    CircularBufferConfig(uint32_t total_size, const std::map<uint8_t, DataFormat>& formats)
        : total_size_(total_size), formats_(formats) {}

    CircularBufferConfig& set_total_size(uint32_t total_size);
    CircularBufferConfig& set_data_format(uint8_t index, DataFormat format);
    CircularBufferConfig& set_page_size(uint8_t index, uint32_t page_size);
    CircularBufferConfig& set_globally_allocated_address(const Buffer& buffer);

    uint32_t total_size() const { return total_size_; }
    const std::map<uint8_t, DataFormat>& formats() const { return formats_; }
    const std::map<uint8_t, uint32_t>& page_sizes() const { return page_sizes_; }
    const Buffer* buffer() const { return buffer_; }

private:
    uint32_t total_size_;
    std::map<uint8_t, DataFormat> formats_;
    std::map<uint8_t, uint32_t> page_sizes_;
    const Buffer* buffer_ = nullptr;
};

struct ReaderConfig {
    std::vector<uint32_t> compile_args;
    std::map<std::string, std::string> defines;
    ReaderConfig(std::vector<uint32_t> compile_args = {}, std::map<std::string, std::string> defines = {})
        : compile_args(std::move(compile_args)), defines(std::move(defines)) {}
};

struct WriterConfig {
    std::vector<uint32_t> compile_args;
    std::map<std::string, std::string> defines;
    WriterConfig(std::vector<uint32_t> compile_args = {}, std::map<std::string, std::string> defines = {})
        : compile_args(std::move(compile_args)), defines(std::move(defines)) {}
};

struct ComputeConfig {
    MathFidelity math_fidelity = MathFidelity::HiFi4;
    bool fp32_dest_acc_en = false;
    bool math_approx_mode = false;
    std::vector<uint32_t> compile_args;
    std::map<std::string, std::string> defines;
};

struct EthernetConfig {
    uint32_t link = 0;
    std::vector<uint32_t> compile_args;
};

// A program: what is recorded of the calls that build it. It moves and does not copy.
class Program {
public:
    Program();
    explicit Program(const ProgramDescriptor& descriptor);
    Program(Program&&) noexcept;
    Program& operator=(Program&&) noexcept;
    ~Program();

    Record& record() { return *record_; }
    const Record& record() const { return *record_; }

private:
    std::unique_ptr<Record> record_;
};

CBHandle CreateCircularBuffer(Program& program, const CoreRangeSet& cores, const CircularBufferConfig& config);

KernelHandle CreateKernel(
    Program& program,
    const std::string& source,
    const CoreRangeSet& cores,
    const std::variant<ReaderConfig, WriterConfig, ComputeConfig, EthernetConfig>& config);

// The lowest id that no semaphore has on any of these cores.
uint32_t CreateSemaphore(Program& program, const CoreRangeSet& cores, uint32_t initial_value);

void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreCoord& core, const RuntimeArgs& args);
void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreRange& cores, const RuntimeArgs& args);
void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreRangeSet& cores, const RuntimeArgs& args);
void SetRuntimeArgs(
    Program& program,
    KernelHandle kernel,
    const std::vector<CoreCoord>& cores,
    const std::vector<RuntimeArgs>& args);
void SetCommonRuntimeArgs(Program& program, KernelHandle kernel, const RuntimeArgs& args);

// For callbacks: what is patched when a program runs again.
RuntimeArgs& GetRuntimeArgs(Program& program, KernelHandle kernel, const CoreCoord& core);
RuntimeArgs& GetCommonRuntimeArgs(Program& program, KernelHandle kernel);
void UpdateDynamicCircularBufferAddress(Program& program, CBHandle cb, const Buffer& buffer);
void UpdateCircularBufferTotalSize(Program& program, CBHandle cb, uint32_t total_size);

// A buffer of `pages` pages with one index, placed in `buffer` where there is one.
std::tuple<uint32_t, CBHandle> create_cb(
    uint32_t index,
    Program& program,
    const CoreRangeSet& cores,
    uint32_t page_size,
    uint32_t pages,
    DataFormat format,
    Buffer* buffer = nullptr);

}  // namespace host
