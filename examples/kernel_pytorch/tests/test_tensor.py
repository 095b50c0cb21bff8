import pytest

from kernel_pytorch import Tensor
from kernel_pytorch.core import tensor as tensor_module


def test_matmul_follows_the_definition():
    a = Tensor.from_rows([[1, 2], [3, 4]])
    b = Tensor.from_rows([[5, 6], [7, 8]])
    assert a.matmul(b).rows() == [[19, 22], [43, 50]]


def test_transpose_twice_is_the_same_matrix():
    a = Tensor.from_rows([[1, 2, 3], [4, 5, 6]])
    assert a.transpose().transpose().allclose(a)


@pytest.mark.parametrize("dtype, nbytes", [("fp32", 32), ("fp16", 16), ("int8", 8), ("int4", 4)])
def test_nbytes_follows_the_storage_type(dtype, nbytes):
    assert Tensor.zeros(2, 4, dtype=dtype).nbytes == nbytes


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fill"):
        Tensor([1, 2, 3], (2, 2))
    with pytest.raises(ValueError, match="cannot multiply"):
        Tensor.zeros(2, 3).matmul(Tensor.zeros(2, 3))
    with pytest.raises(ValueError, match="rows differ"):
        Tensor.from_rows([[1], [1, 2]])


def test_without_cupy_the_conversion_says_so(monkeypatch):
    monkeypatch.setattr(tensor_module, "cupy", None)
    with pytest.raises(RuntimeError, match="cupy is not installed"):
        Tensor([1.0]).to_cupy()
