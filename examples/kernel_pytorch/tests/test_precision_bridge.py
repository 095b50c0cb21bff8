"""Both precision modules used side by side."""

import importlib

import kernel_pytorch.optimizations.next_gen.ultra_precision as by_layer
import kernel_pytorch.precision.ultra_precision as by_block
from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.optimizations import mixed_precision
from kernel_pytorch.precision import AdaptivePrecisionAllocator


def test_the_two_allocators_do_different_things(smooth):
    blocks = by_block.AdaptivePrecisionAllocator(bits_per_value=8).allocate(smooth)
    formats = by_layer.AdaptivePrecisionAllocator(error_budget=1.0).assign({"only": smooth})
    assert {block.fmt.value for block in blocks} == {"int4"}
    assert formats["only"].value == "nvfp4"
    assert AdaptivePrecisionAllocator is by_block.AdaptivePrecisionAllocator


def test_helpers_agree(spiky):
    assert by_layer.tensor_range(spiky) == by_block.tensor_range(spiky) == 100.0
    assert by_layer.clamp(5, 0, 1) == by_block.clamp(5, 0, 1)


def test_every_layer_format_has_a_storage_format():
    formats = by_layer.PrecisionFormat
    pairs = [(formats.FP16, "fp16"), (formats.NVFP4, "int4"), (formats.MXFP6, "fp8_e4m3"), (formats.BF16, "bf16")]
    assert [mixed_precision.storage_format(fmt).value for fmt, _ in pairs] == [stored for _, stored in pairs]


def test_chain_uses_the_formats_of_the_allocator(smooth):
    x = Tensor([1.0] * 8, (1, 8))
    wide, formats = mixed_precision.run_chain({"a": smooth}, x, by_layer.AdaptivePrecisionAllocator(0.0))
    assert formats == {"a": "fp32"}
    narrow, formats = mixed_precision.run_chain({"a": smooth}, x, by_layer.AdaptivePrecisionAllocator(1.0))
    assert formats == {"a": "nvfp4"}
    assert wide.allclose(narrow, tolerance=1.0)


def test_narrow_formats_take_fewer_bits(smooth):
    formats = {"a": by_layer.PrecisionFormat.NVFP4}
    assert mixed_precision.stored_bits({"a": smooth}, formats) == 4 * smooth.size


def test_module_found_by_name_is_the_module():
    module = importlib.import_module("kernel_pytorch.optimizations.next_gen.ultra_precision")
    assert module.measure_sensitivity is by_layer.measure_sensitivity
