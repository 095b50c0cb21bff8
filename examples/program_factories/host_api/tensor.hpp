// Cores, buffers and tensors: what an operation is told.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <tuple>
#include <vector>

namespace host {

struct CoreCoord {
    uint32_t x = 0;
    uint32_t y = 0;
    auto operator<=>(const CoreCoord&) const = default;
};

struct CoreRange {
    CoreCoord start;
    CoreCoord end;  // included
    CoreRange(CoreCoord only) : start(only), end(only) {}
    CoreRange(CoreCoord start, CoreCoord end) : start(start), end(end) {}
};

class CoreRangeSet {
public:
    CoreRangeSet() = default;
    CoreRangeSet(CoreCoord only) : ranges_{CoreRange(only)} {}
    CoreRangeSet(CoreRange only) : ranges_{only} {}
    explicit CoreRangeSet(std::vector<CoreRange> ranges) : ranges_(std::move(ranges)) {}

    const std::vector<CoreRange>& ranges() const { return ranges_; }
    std::vector<CoreCoord> cores() const;  // row by row within each range
    uint32_t num_cores() const;
    bool contains(CoreCoord core) const;
    bool intersects(const CoreRangeSet& other) const;
    CoreRangeSet merge(const CoreRangeSet& other) const;

private:
    std::vector<CoreRange> ranges_;
};

enum class DataFormat : uint8_t { Float32, Float16_b, Bfp8_b, UInt32 };
enum class MathFidelity : uint8_t { LoFi, HiFi2, HiFi4 };

uint32_t tile_size(DataFormat format);

class Buffer {
public:
    Buffer(uint32_t address, uint32_t size) : address_(address), size_(size) {}
    uint32_t address() const { return address_; }
    uint32_t size() const { return size_; }
    bool is_dram() const { return address_ < 0x100000; }

private:
    uint32_t address_;
    uint32_t size_;
};

struct ShardSpec {
    CoreRangeSet grid;
    uint32_t tiles_per_core = 0;
};

class Tensor {
public:
    Tensor(std::vector<uint32_t> shape, DataFormat format, uint32_t address, ShardSpec shard = {});

    const std::vector<uint32_t>& shape() const { return shape_; }
    DataFormat format() const { return format_; }
    uint32_t tiles() const;  // of 32 × 32 elements, the last two dimensions filled up
    uint32_t tile_rows() const;
    uint32_t tile_columns() const;
    Buffer* buffer() const { return const_cast<Buffer*>(&buffer_); }
    bool is_sharded() const { return shard_.tiles_per_core != 0; }
    const ShardSpec& shard_spec() const { return shard_; }

private:
    std::vector<uint32_t> shape_;
    DataFormat format_;
    ShardSpec shard_;
    Buffer buffer_;
};

// How `units` of work are dealt to the cores of a grid: all cores that get any, those that get more, those that get
// less, and how much that is.
std::tuple<uint32_t, CoreRangeSet, CoreRangeSet, CoreRangeSet, uint32_t, uint32_t> split_work_to_cores(
    CoreCoord grid, uint32_t units);

}  // namespace host
