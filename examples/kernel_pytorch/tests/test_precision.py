import pytest

from kernel_pytorch.core.tensor import Tensor
from kernel_pytorch.precision import cast, roundtrip_error
from kernel_pytorch.precision.casting import cast_for_sensitivity
from kernel_pytorch.precision.ultra_precision import (
    STORAGE_BITS,
    AdaptivePrecisionAllocator,
    PrecisionFormat,
    clamp,
    quantize_values,
    tensor_range,
)


def test_formats_are_found_by_value():
    assert PrecisionFormat("fp8_e5m2") is PrecisionFormat.FP8_E5M2
    assert PrecisionFormat("int4") is PrecisionFormat.INT4


def test_wider_formats_lose_less(smooth):
    errors = [roundtrip_error(smooth, fmt) for fmt in (PrecisionFormat.FP32, PrecisionFormat.FP16, PrecisionFormat.INT4)]
    assert errors == sorted(errors)
    assert errors[0] < 1e-6 < errors[-1]


def test_integers_keep_the_peak_exactly():
    assert max(quantize_values([0.1, -0.4, 1.7], PrecisionFormat.INT8)) == pytest.approx(1.7)


def test_zeros_survive_every_format():
    assert quantize_values([0.0, 0.0], PrecisionFormat.INT4) == [0.0, 0.0]
    assert roundtrip_error(Tensor.zeros(4), PrecisionFormat.INT4) == 0.0


def test_blocks_with_a_wide_range_get_wide_formats():
    tensor = Tensor([1.0] * 32 + [10.0**-i for i in range(8)] * 4)
    plain, wide = AdaptivePrecisionAllocator(bits_per_value=12).allocate(tensor)
    assert STORAGE_BITS[plain.fmt] < STORAGE_BITS[wide.fmt]
    assert plain.bits + wide.bits <= 12 * tensor.size


def test_budget_below_the_narrowest_format_is_refused():
    with pytest.raises(ValueError, match="no format fits"):
        AdaptivePrecisionAllocator(bits_per_value=2)


def test_stored_tensor_keeps_its_shape(smooth):
    stored = AdaptivePrecisionAllocator(bits_per_value=8, block_size=10).store(smooth)
    assert stored.shape == smooth.shape
    assert stored.allclose(smooth, tolerance=0.1)


def test_sensitive_tensors_are_cast_to_fp16(smooth, spiky):
    assert cast_for_sensitivity(spiky).dtype == "fp16"
    assert cast_for_sensitivity(smooth).dtype == "fp8"


def test_cast_takes_the_name_of_a_format(smooth):
    assert cast(smooth, "int8").dtype == "int8"


def test_clamp_and_range():
    assert [clamp(value, -1, 1) for value in (-2, 0.5, 2)] == [-1, 0.5, 1]
    assert tensor_range(Tensor([1, -3, 2])) == 3
