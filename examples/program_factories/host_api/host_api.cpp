#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "host_api/operation.hpp"
#include "host_api/record.hpp"

namespace host {

namespace {

void require(bool holds, const std::string& what) {
    if (!holds) {
        throw std::invalid_argument(what);
    }
}

uint32_t lowest_free(const std::vector<uint32_t>& taken) {
    uint32_t id = 0;
    while (std::find(taken.begin(), taken.end(), id) != taken.end()) {
        ++id;
    }
    return id;
}

CBHandle add(Record& record, RecordedBuffer buffer) {
    require(!buffer.formats.empty(), "a circular buffer has at least one format");
    for (const auto& [index, format] : buffer.formats) {
        require(buffer.page_sizes.contains(index) && buffer.page_sizes[index] != 0, "a format without a page size");
        require(buffer.total_size % buffer.page_sizes[index] == 0, "a circular buffer holds whole pages");
        for (const auto& other : record.buffers) {
            require(!(other.formats.contains(index) && other.cores.intersects(buffer.cores)), "an index twice on a core");
        }
    }
    require(buffer.page_sizes.size() == buffer.formats.size(), "a page size without a format");
    record.buffers.push_back(std::move(buffer));
    return record.buffers.size() - 1;
}

void set_args(RecordedKernel& kernel, CoreCoord core, const RuntimeArgs& args) {
    require(kernel.cores.contains(core), "runtime arguments for a core on which the kernel does not run");
    const auto there = kernel.runtime_args.find(core);
    require(
        there == kernel.runtime_args.end() || there->second.size() == args.size(), "another number of runtime arguments");
    kernel.runtime_args[core] = args;
}

const char* name(DataFormat format) {
    static const char* names[] = {"Float32", "Float16_b", "Bfp8_b", "UInt32"};
    return names[static_cast<int>(format)];
}

std::string compute_kind(MathFidelity fidelity, bool fp32, bool approx) {
    static const char* names[] = {"LoFi", "HiFi2", "HiFi4"};
    return std::string("compute ") + names[static_cast<int>(fidelity)] + (fp32 ? " fp32" : "") + (approx ? " approx" : "");
}

struct KindOf {
    std::string operator()(const ReaderConfig&) const { return "reader"; }
    std::string operator()(const WriterConfig&) const { return "writer"; }
    std::string operator()(const ReaderConfigDescriptor&) const { return "reader"; }
    std::string operator()(const WriterConfigDescriptor&) const { return "writer"; }
    std::string operator()(const EthernetConfig& it) const { return "ethernet " + std::to_string(it.link); }
    std::string operator()(const ComputeConfig& it) const {
        return compute_kind(it.math_fidelity, it.fp32_dest_acc_en, it.math_approx_mode);
    }
    std::string operator()(const ComputeConfigDescriptor& it) const {
        return compute_kind(it.math_fidelity, it.fp32_dest_acc_en, it.math_approx_mode);
    }
};

std::ostream& operator<<(std::ostream& out, const CoreRangeSet& cores) {
    auto all = cores.cores();
    std::sort(all.begin(), all.end());
    for (const auto& core : all) {
        out << " " << core.x << "," << core.y;
    }
    return out;
}

std::ostream& operator<<(std::ostream& out, const RuntimeArgs& args) {
    for (const auto arg : args) {
        out << " " << arg;
    }
    return out;
}

}  // namespace

std::vector<CoreCoord> CoreRangeSet::cores() const {
    std::vector<CoreCoord> found;
    for (const auto& range : ranges_) {
        for (uint32_t y = range.start.y; y <= range.end.y; ++y) {
            for (uint32_t x = range.start.x; x <= range.end.x; ++x) {
                found.push_back({x, y});
            }
        }
    }
    return found;
}

uint32_t CoreRangeSet::num_cores() const { return cores().size(); }

bool CoreRangeSet::contains(CoreCoord core) const {
    return std::any_of(ranges_.begin(), ranges_.end(), [&](const CoreRange& range) {
        return range.start.x <= core.x && core.x <= range.end.x && range.start.y <= core.y && core.y <= range.end.y;
    });
}

bool CoreRangeSet::intersects(const CoreRangeSet& other) const {
    const auto mine = cores();
    return std::any_of(mine.begin(), mine.end(), [&](CoreCoord core) { return other.contains(core); });
}

CoreRangeSet CoreRangeSet::merge(const CoreRangeSet& other) const {
    auto all = ranges_;
    all.insert(all.end(), other.ranges_.begin(), other.ranges_.end());
    return CoreRangeSet(all);
}

uint32_t tile_size(DataFormat format) {
    static const uint32_t sizes[] = {4096, 2048, 1088, 4096};
    return sizes[static_cast<int>(format)];
}

Tensor::Tensor(std::vector<uint32_t> shape, DataFormat format, uint32_t address, ShardSpec shard)
    : shape_(std::move(shape)), format_(format), shard_(std::move(shard)), buffer_(address, tiles() * tile_size(format)) {}

uint32_t Tensor::tile_columns() const { return (shape_.back() + 31) / 32; }

uint32_t Tensor::tile_rows() const {
    uint32_t rows = (shape_[shape_.size() - 2] + 31) / 32;
    for (size_t i = 0; i + 2 < shape_.size(); ++i) {
        rows *= shape_[i];
    }
    return rows;
}

uint32_t Tensor::tiles() const { return tile_rows() * tile_columns(); }

std::tuple<uint32_t, CoreRangeSet, CoreRangeSet, CoreRangeSet, uint32_t, uint32_t> split_work_to_cores(
    CoreCoord grid, uint32_t units) {
    const uint32_t used = std::max(1u, std::min(units, grid.x * grid.y));
    const uint32_t less = units / used, more = units % used;
    std::vector<CoreRange> all, first, second;
    for (uint32_t i = 0; i < used; ++i) {
        const CoreRange core(CoreCoord{i % grid.x, i / grid.x});
        all.push_back(core);
        (more == 0 || i < more ? first : second).push_back(core);
    }
    return {used, CoreRangeSet(all), CoreRangeSet(first), CoreRangeSet(second), more == 0 ? less : less + 1, less};
}

CircularBufferConfig& CircularBufferConfig::set_total_size(uint32_t total_size) {
    total_size_ = total_size;
    return *this;
}

CircularBufferConfig& CircularBufferConfig::set_data_format(uint8_t index, DataFormat format) {
    formats_[index] = format;
    return *this;
}

CircularBufferConfig& CircularBufferConfig::set_page_size(uint8_t index, uint32_t page_size) {
    page_sizes_[index] = page_size;
    return *this;
}

CircularBufferConfig& CircularBufferConfig::set_globally_allocated_address(const Buffer& buffer) {
    buffer_ = &buffer;
    return *this;
}

Program::Program() : record_(std::make_unique<Record>()) {}
Program::Program(Program&&) noexcept = default;
Program& Program::operator=(Program&&) noexcept = default;
Program::~Program() = default;

Program::Program(const ProgramDescriptor& descriptor) : Program() {
    for (const auto& it : descriptor.semaphores) {
        for (const auto& other : record_->semaphores) {
            require(other.id != it.id || !other.cores.intersects(it.core_ranges), "a semaphore's id twice on a core");
        }
        record_->semaphores.push_back({it.id, it.core_ranges, it.initial_value});
    }
    for (const auto& it : descriptor.cbs) {
        RecordedBuffer buffer{.total_size = it.total_size, .cores = it.core_ranges};
        for (const auto& format : it.format_descriptors) {
            require(!buffer.formats.contains(format.buffer_index), "an index twice in a circular buffer");
            buffer.formats[format.buffer_index] = format.data_format;
            buffer.page_sizes[format.buffer_index] = format.page_size;
        }
        buffer.placed = it.buffer != nullptr;
        buffer.address = it.buffer != nullptr ? it.buffer->address() : 0;
        add(*record_, std::move(buffer));
    }
    for (const auto& it : descriptor.kernels) {
        RecordedKernel kernel{.source = it.kernel_source, .cores = it.core_ranges, .kind = std::visit(KindOf(), it.config)};
        kernel.compile_args = it.compile_time_args;
        for (const auto& [key, value] : it.defines) {
            kernel.defines[key] = value;
        }
        for (const auto& [core, args] : it.runtime_args) {
            set_args(kernel, core, args);
        }
        kernel.common_args = it.common_runtime_args;
        record_->kernels.push_back(std::move(kernel));
    }
}

uint32_t ProgramDescriptor::lowest_free_semaphore_id(const CoreRangeSet& cores) const {
    std::vector<uint32_t> taken;
    for (const auto& it : semaphores) {
        if (it.core_ranges.intersects(cores)) {
            taken.push_back(it.id);
        }
    }
    return lowest_free(taken);
}

CBHandle CreateCircularBuffer(Program& program, const CoreRangeSet& cores, const CircularBufferConfig& config) {
    RecordedBuffer buffer{config.total_size(), cores, config.formats(), config.page_sizes()};
    buffer.placed = config.buffer() != nullptr;
    buffer.address = config.buffer() != nullptr ? config.buffer()->address() : 0;
    return add(program.record(), std::move(buffer));
}

KernelHandle CreateKernel(
    Program& program,
    const std::string& source,
    const CoreRangeSet& cores,
    const std::variant<ReaderConfig, WriterConfig, ComputeConfig, EthernetConfig>& config) {
    RecordedKernel kernel{.source = source, .cores = cores, .kind = std::visit(KindOf(), config)};
    std::visit(
        [&](const auto& it) {
            kernel.compile_args = it.compile_args;
            if constexpr (requires { it.defines; }) {
                kernel.defines = it.defines;
            }
        },
        config);
    program.record().kernels.push_back(std::move(kernel));
    return program.record().kernels.size() - 1;
}

uint32_t CreateSemaphore(Program& program, const CoreRangeSet& cores, uint32_t initial_value) {
    std::vector<uint32_t> taken;
    for (const auto& it : program.record().semaphores) {
        if (it.cores.intersects(cores)) {
            taken.push_back(it.id);
        }
    }
    program.record().semaphores.push_back({lowest_free(taken), cores, initial_value});
    return program.record().semaphores.back().id;
}

void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreCoord& core, const RuntimeArgs& args) {
    set_args(program.record().kernels.at(kernel), core, args);
}

void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreRange& cores, const RuntimeArgs& args) {
    SetRuntimeArgs(program, kernel, CoreRangeSet(cores), args);
}

void SetRuntimeArgs(Program& program, KernelHandle kernel, const CoreRangeSet& cores, const RuntimeArgs& args) {
    for (const auto& core : cores.cores()) {
        SetRuntimeArgs(program, kernel, core, args);
    }
}

void SetRuntimeArgs(
    Program& program,
    KernelHandle kernel,
    const std::vector<CoreCoord>& cores,
    const std::vector<RuntimeArgs>& args) {
    require(cores.size() == args.size(), "as many lists of runtime arguments as cores");
    for (size_t i = 0; i < cores.size(); ++i) {
        SetRuntimeArgs(program, kernel, cores[i], args[i]);
    }
}

void SetCommonRuntimeArgs(Program& program, KernelHandle kernel, const RuntimeArgs& args) {
    program.record().kernels.at(kernel).common_args = args;
}

RuntimeArgs& GetRuntimeArgs(Program& program, KernelHandle kernel, const CoreCoord& core) {
    return program.record().kernels.at(kernel).runtime_args.at(core);
}

RuntimeArgs& GetCommonRuntimeArgs(Program& program, KernelHandle kernel) {
    return program.record().kernels.at(kernel).common_args;
}

void UpdateDynamicCircularBufferAddress(Program& program, CBHandle cb, const Buffer& buffer) {
    auto& recorded = program.record().buffers.at(cb);
    require(recorded.placed, "only a circular buffer that was placed can be placed elsewhere");
    recorded.address = buffer.address();
}

void UpdateCircularBufferTotalSize(Program& program, CBHandle cb, uint32_t total_size) {
    program.record().buffers.at(cb).total_size = total_size;
}

std::tuple<uint32_t, CBHandle> create_cb(
    uint32_t index,
    Program& program,
    const CoreRangeSet& cores,
    uint32_t page_size,
    uint32_t pages,
    DataFormat format,
    Buffer* buffer) {
    auto config = CircularBufferConfig(pages * page_size, {{index, format}}).set_page_size(index, page_size);
    if (buffer != nullptr) {
        config.set_globally_allocated_address(*buffer);
    }
    return {index, CreateCircularBuffer(program, cores, config)};
}

void patch(Program& program, const ProgramDescriptor& descriptor) {
    const Program wanted(descriptor);
    auto& record = program.record();
    for (size_t i = 0; i < record.kernels.size(); ++i) {
        record.kernels[i].runtime_args = wanted.record().kernels.at(i).runtime_args;
        record.kernels[i].common_args = wanted.record().kernels.at(i).common_args;
    }
    for (size_t i = 0; i < record.buffers.size(); ++i) {
        record.buffers[i].address = wanted.record().buffers.at(i).address;
    }
}

std::string dump(const Program& program) {
    std::ostringstream out;
    const auto& record = program.record();
    for (size_t i = 0; i < record.buffers.size(); ++i) {
        const auto& it = record.buffers[i];
        out << "buffer " << i << " size " << it.total_size << " cores" << it.cores;
        for (const auto& [index, format] : it.formats) {
            out << " [" << int(index) << " " << name(format) << " " << it.page_sizes.at(index) << "]";
        }
        out << (it.placed ? " at " + std::to_string(it.address) : "") << "\n";
    }
    for (const auto& it : record.semaphores) {
        out << "semaphore " << it.id << " value " << it.initial_value << " cores" << it.cores << "\n";
    }
    for (size_t i = 0; i < record.kernels.size(); ++i) {
        const auto& it = record.kernels[i];
        out << "kernel " << i << " " << it.source << " " << it.kind << " cores" << it.cores << "\n";
        out << "  compile args" << it.compile_args << "\n";
        for (const auto& [key, value] : it.defines) {
            out << "  define " << key << " " << value << "\n";
        }
        out << "  common args" << it.common_args << "\n";
        for (const auto& [core, args] : it.runtime_args) {
            out << "  args " << core.x << "," << core.y << args << "\n";
        }
    }
    return out.str();
}

}  // namespace host
