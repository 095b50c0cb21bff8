"""Which device this process runs on, as far as the driver will tell."""

import logging

try:
    import pynvml
except:
    pynvml = None

from .cache import LRUCache

logger = logging.getLogger(__name__)

_names = LRUCache(capacity=8)


def device_name(index: int = 0) -> str:
    """The driver's name of a device, "cpu" where there is none."""
    if index in _names:
        return _names.get(index)
    try:
        pynvml.nvmlInit()
        name = pynvml.nvmlDeviceGetName(pynvml.nvmlDeviceGetHandleByIndex(index))
    except:
        return "cpu"
    _names.put(index, name)
    return name


def device_count() -> int:
    """How many devices the driver reports; 1 without a driver, since the reference path always runs."""
    if pynvml is None:
        return 1
    try:
        pynvml.nvmlInit()
        return max(1, pynvml.nvmlDeviceGetCount())
    except pynvml.NVMLError as error:
        logger.warning("driver does not answer: %s", error)
        return 1
