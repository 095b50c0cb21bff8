"""What callers may catch, and how the exceptions are made."""

import pytest

from kernel_pytorch.backends.amd import exceptions as amd
from kernel_pytorch.backends.nvidia import exceptions as nvidia
from kernel_pytorch.backends.tpu import exceptions as tpu


@pytest.mark.parametrize(
    "error, bases",
    [
        (nvidia.NvidiaMemoryError, [nvidia.NvidiaError]),
        (nvidia.NvidiaCompilationError, [nvidia.NvidiaError]),
        (amd.AMDBackendError, [RuntimeError]),
        (amd.AMDMemoryError, [amd.AMDBackendError, RuntimeError, MemoryError]),
        (amd.AMDLaunchError, [RuntimeError]),
        (tpu.TPUOutOfMemory, [tpu.TPUException, MemoryError]),
        (tpu.TPUCompileFailure, [tpu.TPUException, ValueError]),
        (tpu.TPUDeviceNotFound, [tpu.TPUException, LookupError]),
    ],
)
def test_bases_that_callers_rely_on(error, bases):
    assert all(issubclass(error, base) for base in bases)


@pytest.mark.parametrize("error", [nvidia.NvidiaMemoryError, amd.AMDMemoryError, tpu.TPUOutOfMemory])
def test_memory_errors_tell_the_sizes(error):
    raised = error(512, 100)
    assert str(raised) == "512 bytes requested, 100 available"
    assert (raised.requested, raised.available) == (512, 100)


@pytest.mark.parametrize(
    "error", [nvidia.NvidiaCompilationError, nvidia.NvidiaDeviceError, amd.AMDCompilationError, amd.AMDLaunchError, tpu.TPUCompileFailure]
)
def test_constructors_take_a_message(error):
    assert str(error("no luck")) == "no luck"


def test_extras_of_each_vendor():
    assert nvidia.NvidiaError("x", device=3).device == 3
    assert amd.AMDCompilationError("x", log="line 1").log == "line 1"
    assert str(tpu.TPUException()) == "TPU failure"
