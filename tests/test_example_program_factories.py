"""The example of program factories: all are found, those that can be are converted, and every program contains what it contained."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from trees import REPO, make_tree

from migrate import codemods
from migrate.cpp.source import CppFile
from migrate.model import Outcome
from migrate.refactoring.descriptors import converting
from migrate.refactoring.descriptors.configs import Configs
from migrate.refactoring.descriptors.types import Types
from migrate.refactoring.descriptors.variables import ConfigVariables
from migrate.workspace import Workspace

pytestmark = [
    pytest.mark.xdist_group("program_factories"),  # they share one build
    pytest.mark.skipif(shutil.which("g++") is None, reason="needs g++"),
]
EXAMPLE = REPO / "examples/program_factories"
FLAGS = ["-std=c++20", "-O0", "-Werror=narrowing", "-I."]
OLD_CALLS = (
    "CreateCircularBuffer",
    "CreateKernel",
    "CreateSemaphore",
    "SetRuntimeArgs",
    "SetCommonRuntimeArgs",
    "create_cb",
)
CONVERTED = {
    "ops::all_gather::AllGatherMeshFactory::create_mesh_workload",
    "ops::binary::binary_multi_core",
    "ops::concat::ConcatFactory::create",
    "ops::layernorm::LayerNormFactory::create",
    "ops::matmul::MatmulMultiCoreFactory::create",
    "ops::pad::pad_tiles",
    "ops::reduce::reduce_single_core_group",
    "ops::sharded_copy::ShardedCopyFactory::create",
    "ops::softmax::scale_mask_softmax",
    "ops::transpose::transpose",
    "ops::unary::UnaryProgramFactory::create",
}
LEFT = {
    "ops::fused::fused": "program-escapes",
    "ops::halves::split_in_two": "two-programs",
    "ops::send::send_to_neighbour": "unknown-config",
    "ops::traced::copy_traced": "unparsable",
}


@dataclass
class Build:
    """The example where it is compiled: one tree, whose files may be swapped, and the objects of the files as they ship."""

    root: Path
    out: Path

    def compile(self, names: list[str], objects: Path) -> str:
        """Compile these files; what the compiler said of the first that it refuses."""
        objects.mkdir(parents=True, exist_ok=True)

        def one(name: str) -> str:
            command = ["g++", *FLAGS, "-include", self.out / "api.hpp", "-c", name, "-o", objects / _object(name)]
            return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False).stderr

        with ThreadPoolExecutor(2) as pool:
            return next((said for said in pool.map(one, names) if "error" in said), "")

    def records(self, objects: Path | None = None) -> str:
        """What the driver prints, linked of these objects and the shipped ones for all other files."""
        shipped = {path.name: path for path in (self.out / "shipped").glob("*.o")}
        chosen = {**shipped, **({path.name: path for path in objects.glob("*.o")} if objects else {})}
        binary = (objects or self.out) / "run"
        subprocess.run(["g++", *sorted(chosen.values()), "-o", binary], check=True)
        ran = subprocess.run([binary], capture_output=True, text=True, check=False)
        return ran.stdout if ran.returncode == 0 else f"exit {ran.returncode}: {ran.stderr}"

    def with_files(self, files: dict[str, bytes], name: str) -> str:
        """The records with these files in place of the shipped ones; what the compiler said where it refuses them."""
        before = {path: (self.root / path).read_bytes() for path in files}
        try:
            for path, data in files.items():
                (self.root / path).write_bytes(data)
            sources = sorted(path for path in files if path.endswith(".cpp"))
            return self.compile(sources, self.out / name) or self.records(self.out / name)
        finally:
            for path, data in before.items():
                (self.root / path).write_bytes(data)


def _object(name: str) -> str:
    return name.replace("/", "_") + ".o"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The example as it ships, compiled."""
    root = tmp_path_factory.mktemp("factories") / "example"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("build", ".migrate"))
    build = Build(root, root.parent / "out")
    build.out.mkdir()
    (build.out / "api.hpp").write_text("#error the header was not compiled\n")
    header = ["g++", *FLAGS, "-x", "c++-header", "host_api/operation.hpp", "-o", build.out / "api.hpp.gch"]
    subprocess.run(header, cwd=root, check=True)
    names = [str(path.relative_to(root)) for path in sorted(root.rglob("*.cpp"))]
    assert build.compile(names, build.out / "shipped") == ""
    return build


@pytest.fixture(scope="module")
def shipped(build: Build) -> str:
    """What the programs contain before anything is converted."""
    return build.records()


def convert(workspace: Workspace, **options: object) -> Outcome:
    return codemods.make("program-descriptor", {"api": "host_api.toml", **options}).run(workspace)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return convert(Workspace(EXAMPLE))


def files(outcome: Outcome) -> dict[str, bytes]:
    return {str(change.path): change.after for change in outcome.changes if change.after is not None}


def bodies(data: bytes) -> Iterator[tuple[str, bytes]]:
    for function in CppFile(data).functions:
        yield function.name, function.span.of(data)


def test_eleven_factories_are_converted_and_four_are_left_with_their_reasons(outcome: Outcome) -> None:
    assert {row[0] for table in outcome.tables for row in table.rows} == CONVERTED
    told = {re.match("`(.*?)`", refusal.reason)[1]: refusal.code for refusal in outcome.refusals}  # type: ignore[index]
    assert told == LEFT
    assert all(refusal.where is not None and refusal.next for refusal in outcome.refusals)


def test_the_driver_records_something_of_every_kind(shipped: str) -> None:
    for words in ("buffer 3", "at 1048576", "semaphore 1", "define", "common args 1", "fp32", "approx", " again"):
        assert words in shipped
    assert shipped.count("\n== ") > 100


def test_converted_factories_record_the_same_programs(build: Build, shipped: str, outcome: Outcome) -> None:
    assert build.with_files(files(outcome), "converted") == shipped


def test_converting_twice_changes_nothing(outcome: Outcome) -> None:
    once = Workspace(EXAMPLE).with_changes(outcome.changes)
    again = convert(once)
    assert again.changes == ()
    assert [refusal.code for refusal in again.refusals] == [refusal.code for refusal in outcome.refusals]


def test_no_old_call_is_left_inside_a_converted_factory(outcome: Outcome) -> None:
    found = set()
    for data in files(outcome).values():
        file = CppFile(data)
        for function in file.functions:
            if function.name in CONVERTED:
                found.add(function.name)
                assert not {call.name for call in file.body(function).calls} & {*OLD_CALLS, "CircularBufferConfig"}, (
                    function.name
                )
    assert found == CONVERTED


def test_bytes_outside_of_what_is_converted_are_equal(outcome: Outcome) -> None:
    for change in outcome.changes:
        assert change.before is not None
        assert change.after is not None
        before, after = dict(bodies(change.before)), dict(bodies(change.after))
        assert before.keys() == after.keys()
        for name in before:
            taking = b"Program& program" in before[name] or b"Program& to" in before[name]
            if name not in CONVERTED and not (taking and b"cached" not in before[name]):
                assert before[name] == after[name]
        assert _rest(change.before) == _rest(change.after), change.path


def _rest(data: bytes) -> bytes:
    """The file without its functions' bodies, the header that is added, and the types of helpers' parameters."""
    file = CppFile(data)
    for function in reversed(file.functions):
        data = data[: function.span.start] + data[function.span.end :]
    data = data.replace(b'#include "host_api/program_descriptor.hpp"\r\n', b"")
    data = data.replace(b'#include "host_api/program_descriptor.hpp"\n', b"")
    return data.replace(b"ProgramDescriptor& descriptor", b"Program& program")


def test_files_that_have_other_line_ends_keep_them(outcome: Outcome) -> None:
    after = files(outcome)["ops/data_movement/pad/pad_program_factory.cpp"]
    assert after.count(b"\n") == after.count(b"\r\n")


def test_the_plan_shows_three_phases_and_what_is_left(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "example", ignore=shutil.ignore_patterns("build", ".migrate"))
    answer = make_tree(tmp_path / "example", {}).migrate("plan")
    assert answer.code == 1  # four are left to a person
    for words in ("1.1", "1.2", "2.1", "3.1", *LEFT.values()):
        assert words in answer.out


DESCRIBED = {
    "ops::layernorm::LayerNormFactory::create",
    "ops::sharded_copy::ShardedCopyFactory::create",
    "ops::unary::UnaryProgramFactory::create",
}


def test_factories_that_only_describe_record_the_same_when_the_framework_patches_them(
    build: Build, shipped: str
) -> None:
    outcome = convert(Workspace(EXAMPLE), target="create-descriptor")
    assert {row[0] for table in outcome.tables for row in table.rows} == DESCRIBED
    after = files(outcome)
    for path, data in after.items():
        assert not re.search(rb"shared_variables_t|cached_program_t|override_runtime_arguments|\bcreate\(", data), path
    driver = {"main.cpp": (EXAMPLE / "main.cpp").read_bytes()}
    assert build.with_files({**after, **driver}, "described") == shipped
    assert convert(Workspace(EXAMPLE).with_changes(outcome.changes), target="create-descriptor").changes == ()


def test_an_override_that_does_more_than_patch_addresses_is_kept() -> None:
    name = "ops/eltwise/unary/device/unary_program_factory.cpp"
    shipped = Workspace(EXAMPLE)
    for line, why in (
        (b"reader_args[1] = input.buffer()->size();", "`reader_args[1]` gets something that is no address"),
        (b"SetRuntimeArgs(program, shared.reader, core, {});", "`SetRuntimeArgs` is called"),
        (b"UpdateCircularBufferTotalSize(program, 0, 64);", "`UpdateCircularBufferTotalSize` is called"),
        (b"while (true) {}", "there is a while statement"),
    ):
        text = shipped.read(PurePosixPath(name)).replace(
            b"reader_args[0] = input", line + b"\n        reader_args[0] = input", 1
        )
        outcome = convert(
            shipped.with_changes([shipped.change(PurePosixPath(name), text)]), target="create-descriptor", paths=[name]
        )
        assert not outcome.changes
        assert [refusal.code for refusal in outcome.refusals] == ["override"]
        assert why in outcome.refusals[0].reason


def test_a_factory_that_is_left_by_hand_is_noted_and_not_refused() -> None:
    outcome = convert(Workspace(EXAMPLE), paths=["ops/experimental/**/*.cpp"], by_hand={
        "ops::fused::*": "the parts are shared", "*::split_in_two": "two programs", "ops::traced::*": "macros",
    })  # fmt: skip
    assert outcome.refusals == ()
    assert len(outcome.notes) == 3
    assert outcome.changes == ()


UNARY, BINARY = "ops/eltwise/unary/device/unary_program_factory.cpp", "ops/eltwise/binary/binary_program_factory.cpp"
MESH, MATMUL = "ops/ccl/all_gather/all_gather_mesh_factory.cpp", "ops/matmul/matmul_multicore_factory.cpp"
SOFTMAX, COPY = (
    "ops/softmax/old/device/softmax_program_factory.cpp",
    ("ops/data_movement/sharded_copy/sharded_copy_program_factory.cpp"),
)
WRONG = {
    "two buffers are swapped": (
        UNARY,
        rb"(?s)(    input_config\.core_ranges = .*?push_back\(input_config\);\n)(.*?\n    \}\);\n)",
        rb"\2\1",
    ),
    "a runtime argument is dropped": (UNARY, rb", tiles, first_tile\}\);", b", tiles});"),
    "a runtime argument is another one": (MESH, rb"slice, input\.tiles\(\)\}", b"slice, slice}"),
    "a define is forgotten": (BINARY, rb"\n +\.defines = \{\{\"ROW_MAJOR\".*", b""),
    "a define on the variable is forgotten": (MATMUL, rb"\n.*emplace_back\(\"FP32\".*", b""),
    "a semaphore has the wrong id": (MATMUL, rb"lowest_free_semaphore_id\(first_column\)", b"kernels.size()"),
    "a semaphore is pushed before its id is asked for": (MATMUL, rb"semaphore_id_2,\n", b"semaphore_id,\n"),
    "a buffer loses its place": (BINARY, rb"\n.*output_config\.buffer = .*", b""),
    "a page size is forgotten": (BINARY, rb"\n.*b_config\.format_descriptors.*", b""),
    "a handle is off by one": (BINARY, rb"(cb_output = descriptor\.cbs\.size\(\)) - 1", rb"\1 - 2"),
    "cores are another group's": (UNARY, rb"core_ranges = core_group_2", b"core_ranges = core_group_1"),
    "a kernel has no compile-time arguments": (SOFTMAX, rb"\n +\.compile_time_args = reader_args,", b""),
    "the first element of a pair is the second": (
        COPY,
        rb"(convert\) \{\n *const auto index_2 = next_index)\+\+",
        rb"\1",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_records_tell_when(name: str, build: Build, shipped: str, outcome: Outcome) -> None:
    path, pattern, replacement = WRONG[name]
    converted = files(outcome)[path]
    wrong, times = re.subn(pattern, replacement, converted, count=1)
    assert times == 1
    assert build.with_files({path: wrong}, f"wrong-{abs(hash(name))}") != shipped


BROKEN: dict[str, tuple[str, object, str, Callable[..., object]]] = {
    "setters of a chain are ignored": (UNARY, Configs, "chained", lambda self, filled, call: None),
    "setters on a variable are ignored": (BINARY, ConfigVariables, "setting", lambda *args: []),
    "keys of defines are not written": (MATMUL, ConfigVariables, "insertion", lambda *args: None),
    "numbers are never cast, and braces refuse them": (SOFTMAX, Types, "fits", lambda *args: True),
    "the program is made too early": (MESH, converting, "first_last", lambda scene, owner: [owner.sites[0].use.statement]),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_codemod_is_found_out_in_which(
    name: str, build: Build, shipped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, owner, method, wrong = BROKEN[name]
    monkeypatch.setattr(owner, method, wrong)
    outcome = convert(Workspace(EXAMPLE), paths=[path])
    assert [change.path for change in outcome.changes] == [PurePosixPath(path)]
    assert build.with_files(files(outcome), f"broken-{abs(hash(name))}") != shipped
