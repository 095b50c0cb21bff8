"""The names of a host API for programs: what a plan may say otherwise, and where they stand in a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

COUNTED = ("buffers", "kernels", "semaphores", "arguments")
"""What a program is made of."""


def _names(default: tuple[str, ...], help: str) -> tuple[str, ...]:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Api:
    """The names of one generation of a host API; each is the last part of a qualified name."""

    programs: tuple[str, ...] = _names(("Program",), "Types of a program that calls build.")
    makers: tuple[str, ...] = _names(("CreateProgram",), "Functions that give an empty program.")
    descriptors: tuple[str, ...] = _names(("ProgramDescriptor",), "Types of a description that is filled.")
    buffers: tuple[str, ...] = _names(
        ("CreateCircularBuffer", "cbs"), "Calls on a program, and fields of a descriptor, that add a circular buffer."
    )
    kernels: tuple[str, ...] = _names(("CreateKernel", "CreateKernelFromString", "kernels"), "The same for kernels.")
    semaphores: tuple[str, ...] = _names(("CreateSemaphore", "semaphores"), "The same for semaphores.")
    arguments: tuple[str, ...] = _names(
        ("SetRuntimeArgs", "SetCommonRuntimeArgs", "runtime_args", "common_runtime_args", "emplace_runtime_args"),
        "The same for runtime arguments; a field or method of this name counts on any object.",
    )
    patches: tuple[str, ...] = _names(
        (
            "GetRuntimeArgs",
            "GetCommonRuntimeArgs",
            "UpdateDynamicCircularBufferAddress",
            "UpdateCircularBufferTotalSize",
            "UpdateCircularBufferPageSize",
        ),
        "Calls that read or change what a program holds already.",
    )
    consumers: tuple[str, ...] = _names(
        ("AddProgramToMeshWorkload", "add_program", "EnqueueProgram", "LaunchProgram", "CompileProgram"),
        "Calls that take a program when it is built.",
    )
    overrides: tuple[str, ...] = _names(
        ("override_runtime_arguments",), "Methods that patch a program which is there already."
    )

    @cached_property
    def words(self) -> re.Pattern[bytes]:
        """Where a function may have to do with programs: found without a parser."""
        types = _any((*self.programs, *self.descriptors))
        calls = _any((*self.makers, *self.overrides))
        return re.compile(rf"\b(?:(?:{types})(?=[\s&*({{>,/\\])|(?:{calls})\b)".encode())

    @cached_property
    def names(self) -> re.Pattern[bytes]:
        """What is likely the name of a program or of a descriptor: looking for it at once saves a second look."""
        types = _any((*self.programs, *self.descriptors))
        return re.compile(rf"\b(?:{types})\b[\s&*>]+(\w+)".encode())

    @cached_property
    def fields(self) -> re.Pattern[bytes]:
        """Where a field or method that counts on any object is named."""
        names = _any(name for name in self.arguments if name.islower())
        return re.compile(rf"\b(?:{names})\b".encode())

    @cached_property
    def aliases(self) -> re.Pattern[bytes]:
        """`using P = ns::Program;` and `typedef ns::Program P;`."""
        types = _any((*self.programs, *self.descriptors))
        return re.compile(
            rf"using\s+(\w+)\s*=\s*[\w:\s]*\b({types})\s*;|typedef\s+[\w:\s]*\b({types})\s+(\w+)\s*;".encode()
        )

    def knows(self, name: str) -> bool:
        """Whether a call of that name is the API's: nothing in the function says what it does."""
        known = (*self.programs, *self.descriptors, *self.makers, *self.patches, *self.consumers)
        return name in known or bool(self.counts(name))

    def counts(self, name: str) -> str:
        """Which of `COUNTED` a call or field of that name adds to; empty: none."""
        return next((kind for kind in COUNTED if name in getattr(self, kind)), "")


def _any(names: Iterable[str]) -> str:
    """A pattern for any of these names, and for nothing where there are none."""
    return "|".join(map(re.escape, names)) or "(?!)"


def with_aliases(data: bytes, api: Api) -> Api:
    """The API with the names that this file gives its types."""
    programs, descriptors = list(api.programs), list(api.descriptors)
    for match in api.aliases.finditer(data):
        alias, kind = (group.decode() for group in ((match[1], match[2]) if match[1] else (match[4], match[3])))
        (programs if kind in api.programs else descriptors).append(alias)
    if len(programs) + len(descriptors) == len(api.programs) + len(api.descriptors):
        return api
    told = {name: getattr(api, name) for name in Api.__dataclass_fields__}
    return Api(**{**told, "programs": tuple(dict.fromkeys(programs)), "descriptors": tuple(dict.fromkeys(descriptors))})
