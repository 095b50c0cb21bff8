import importlib
import tomllib
from pathlib import Path

import kernel_pytorch

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def load(entry_point):
    module, _, name = entry_point.partition(":")
    return getattr(importlib.import_module(module), name)


def test_version_is_the_one_of_the_package():
    assert PROJECT["version"] == kernel_pytorch.__version__


def test_entry_points_lead_to_the_two_allocators():
    allocators = PROJECT["entry-points"]["kernel_pytorch.allocators"]
    assert hasattr(load(allocators["blocks"]), "allocate")
    assert hasattr(load(allocators["layers"]), "assign")


def test_public_names_are_there():
    assert all(hasattr(kernel_pytorch, name) for name in kernel_pytorch.__all__)
    assert not hasattr(kernel_pytorch, "nothing_of_that_name")
