"""Every function that owns a program is found, with what it builds through whom, and under a key that nothing shifts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from migrate import analysis, analyzers
from migrate.cpp import factories
from migrate.cpp.api import COUNTED, Api
from migrate.cpp.factories import Part, parts
from migrate.model import Finding
from migrate.workspace import Workspace

KIND = analyzers.load("program-factories")


def found(folder: Path, files: dict[str, str | bytes], **options: Any) -> dict[str, Finding]:
    """The findings in these files, by name."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
    told = analysis.analyze(Workspace(folder), [KIND(KIND.Options(**options))], jobs=1).findings
    return {finding.where.symbol: finding for finding in told}


def one(folder: Path, text: str | bytes, **options: Any) -> Finding:
    told = found(folder, {"a.cpp": text}, **options)
    assert len(told) == 1, told
    return next(iter(told.values()))


def obstacles(finding: Finding) -> list[str]:
    return [item["code"] for item in finding.metrics["obstacles"]]


def counts(finding: Finding) -> tuple[int, ...]:
    return tuple(finding.metrics[kind] for kind in COUNTED)


OWNERS = {
    "braces": "Program program{};",
    "plain": "tt::tt_metal::Program program;",
    "maker": "tt_metal::Program program = tt_metal::CreateProgram();",
    "auto maker": "auto program = tt_metal::CreateProgram();",
    "auto value": "auto program = host::Program();",
    "auto braces": "auto program = host::Program{};",
    "const": "const Program program = CreateProgram();",
    "two in one": "int x = 0; Program a, b = CreateProgram();",
    "pointer": "auto program = std::make_unique<Program>();",
    "shared": "std::shared_ptr<tt::Program> program = std::make_shared<tt::Program>();",
    "raw": "Program* program = new Program();",
    "container": "std::vector<Program> programs(3);",
    "map": "std::map<Coord, Program> programs;",
    "alias": "P program;",
    "in a block": "if (x) { for (;;) { Program program{}; } }",
    "in a lambda": "auto make = [&]() { Program program{}; return program; };",
    "descriptor": "ProgramDescriptor descriptor;",
    "split": "Program\r\n  // the program\r\n  program\r\n  {};",
}
NOT_OWNERS = {
    "reference": "Program& program = workload.program();",
    "auto reference": "auto& program = cached.program;",
    "const reference": "const Program& program = get();",
    "function type": "std::function<void(Program&)> callback;",
    "wrapper": "std::reference_wrapper<Program> program = get();",
    "nested type": "Program::Config config{};",
    "another type": "ProgramCache cache; MyProgram program; Programs programs;",
    "comment": "// Program program{};\n/* Program other{}; */",
    "string": 'log("Program program{};"); log(R"(Program program{};)");',
    "callback alone": "auto cb = [](Program& program) { SetRuntimeArgs(program, 1, 2, {}); };",
    "pointer to one": "Program* program = &workload.program();",
    "cast": "x = static_cast<Program*>(y);",
}


@pytest.mark.parametrize("text", OWNERS.values(), ids=OWNERS)
def test_whoever_owns_a_program_is_found(text: str, tmp_path: Path) -> None:
    finding = one(tmp_path, f"using P = tt::tt_metal::Program;\nvoid f() {{ {text} }}\nvoid g() {{}}")
    assert (finding.where.symbol, finding.where.line) == ("f", 2)


@pytest.mark.parametrize("text", NOT_OWNERS.values(), ids=NOT_OWNERS)
def test_whoever_does_not_own_one_is_not(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"a.cpp": f"void f() {{ {text} }}"}) == {}


WHERE = {
    "a::X::create": "namespace a { X::cached_t X::create(const A& a) { Program p{}; return {std::move(p), {}}; } }",
    "X<T>::create": "template <typename T> X<T>::cached_t X<T>::create(A a) { Program p{}; return p; }",
    "a::b::S::create": "namespace a::b { struct S { static auto create(A a) { Program p{}; return p; } }; }",
    "(anonymous)::f": "namespace { Program f() { Program p{}; return p; } }",
    "old::x": 'extern "C" { namespace old { void x() { Program p; } } }',
    "f": "static inline __attribute__((noinline)) [[nodiscard]] auto f(int a) -> Program { Program p; return p; }",
    "X::create_at": "X::cached_program_t X::create_at(const A& a, const MeshCoordinate& c) { Program p; return p; }",
    "X::X": "X::X(int a) : a_(a) { Program p; run(p); }",
    "X::operator()": "Program X::operator()(int a) const { Program p; return p; }",
}


@pytest.mark.parametrize(("name", "text"), WHERE.items(), ids=WHERE)
def test_methods_templates_and_nested_scopes_are_named_in_full(name: str, text: str, tmp_path: Path) -> None:
    assert list(found(tmp_path, {"ops/old/deep/old_factory.cc": text})) == [name]


BUILD = """
#include "api.hpp"
namespace ops {
CBHandle make_cb(Program& program, int index, int size = 3) {
    return CreateCircularBuffer(program, cores, CircularBufferConfig(size, {{index, F}}).set_page_size(index, size));
}
Cached create(const Tensor& a, const Tensor& b) {
    Program program{};
    auto [cb, handle] = make_cb(program, 0);
    make_cb(program, 1, 2);
    auto config = CircularBufferConfig(1); config.set_page_size(2, 3);
    if (b) { CreateCircularBuffer(program, cores, config); }
    auto reader = tt::CreateKernel(program, "r.cpp", cores, ReaderConfig{.compile_args = {1, 2}});
    KernelHandle writer; writer = CreateKernel(program /* the one */, R"(w(.cpp)", cores, WriterConfig{});
    auto done = CreateSemaphore(program, cores, 0);
    const auto set = [&](auto& to, const CoreCoord& core) { SetRuntimeArgs(to, reader, core, {1, done}); };
    for (auto core : cores) { for (int i = 0; i < 2; ++i) { set(program, core); } SetRuntimeArgs(program, writer, core, {1}); }
    SetCommonRuntimeArgs(program, reader, {1});
    auto override_runtime_args = [reader](const void* op, Program& program, const Buffers& in) {
        auto& args = GetRuntimeArgs(program, reader);
        UpdateDynamicCircularBufferAddress(program, 1, *in[0]);
    };
    return {.program = std::move(program), .callback = override_runtime_args};
}
}
"""


def test_what_is_built_is_counted_with_helpers_loops_lambdas_and_overrides(tmp_path: Path) -> None:
    finding = one(tmp_path, BUILD)
    told = finding.metrics
    assert counts(finding) == (3, 2, 1, 3)
    assert (told["helpers"], told["overrides"], told["conditions"], told["lambdas"]) == (
        ["make_cb", "make_cb"],
        1,
        1,
        1,
    )
    assert told["loops"] == 2
    assert (told["style"], told["obstacles"], finding.code) == ("old", [], "program-factory")
    assert told["key"] == "ops::create(const Tensor&, const Tensor&)"


@pytest.mark.parametrize("change", ["crlf", "bom", "comments", "lines", "moved", "tabs"])
def test_what_does_not_change_the_code_changes_no_fact(change: str, tmp_path: Path) -> None:
    data = BUILD.encode()
    changed = {
        "crlf": data.replace(b"\n", b"\r\n"),
        "bom": b"\xef\xbb\xbf" + data,
        "comments": data.replace(b";", b"; /* Program x{}; */").replace(b"(program,", b"(/* Program */ program,"),
        "lines": b"// one\n\n\n" + data.replace(b"    Program program{};", b"\n\n    Program program{};"),
        "moved": data,
        "tabs": data.replace(b"    ", b"\t"),
    }[change]
    name = "elsewhere/b.cpp" if change == "moved" else "a.cpp"
    before, after = one(tmp_path / "x", data), next(iter(found(tmp_path / "y", {name: changed}).values()))
    assert after.fingerprint == before.fingerprint
    assert after.metrics == before.metrics


STYLES = {
    "old": "Program p{}; CreateKernel(p, 1, 2, 3);",
    "new": "ProgramDescriptor d{}; d.cbs.push_back(CBDescriptor{.size = 3}); d.kernels = {k}; Program p(d);",
    "mixed": "ProgramDescriptor d; d.kernels.push_back(k); Program p(d); CreateSemaphore(p, c, 0);",
}


@pytest.mark.parametrize(("style", "text"), STYLES.items(), ids=STYLES)
def test_the_style_is_what_is_called_and_filled(style: str, text: str, tmp_path: Path) -> None:
    finding = one(tmp_path, f"void f() {{ {text} }}")
    assert finding.metrics["style"] == style
    assert finding.code == {"old": "program-factory", "new": "descriptor-factory", "mixed": "mixed-factory"}[style]


def test_a_descriptor_is_counted_by_the_fields_that_are_filled(tmp_path: Path) -> None:
    text = """ProgramDescriptor X::create_descriptor(const A& a) {
        ProgramDescriptor d{.semaphores = {{.id = 0}, {.id = 1}}};
        for (int i = 0; i < 2; ++i) { d.cbs.emplace_back(i); }
        KernelDescriptor k{.source = "k.cpp"}; k.runtime_args.emplace_back(1, 2);
        k.emplace_runtime_args(core, {1}); k.common_runtime_args = {3};
        d.kernels.push_back(std::move(k)); add_more(d, 3); return d; }
        void add_more(ProgramDescriptor& d, int n) { d.cbs.push_back({}); }"""
    finding = one(tmp_path, text)
    assert counts(finding) == (2, 1, 2, 3)
    assert (finding.metrics["style"], finding.metrics["helpers"]) == ("new", ["add_more"])


def test_what_is_said_of_a_kernel_that_is_there_adds_none_and_ends_may_be_several(tmp_path: Path) -> None:
    text = """Program f(bool early) {
        ProgramDescriptor d; d.kernels.push_back({}); auto k = d.kernels.size() - 1;
        d.kernels[k].runtime_args.emplace_back(core, args); d.kernels[k].core_ranges = cores;
        if (early) { Program p = Program(d); return p; }
        d.cbs = {cb}; Program q(d); return q; }"""
    finding = one(tmp_path, text)
    assert counts(finding) == (1, 1, 0, 1)
    assert (finding.metrics["style"], obstacles(finding)) == ("new", [])


def test_defaults_of_a_declaration_are_those_of_the_helper(tmp_path: Path) -> None:
    text = """void help(Program& p, int n = 3);
        void f() { Program p; help(p); }
        void help(Program& p, int n) { CreateKernel(p); }"""
    finding = one(tmp_path, text)
    assert (counts(finding), obstacles(finding)) == ((0, 1, 0, 0), [])


IN_THE_WAY = {
    "parse-error": "Program p{}; BEGIN(x y; CreateKernel(p, 1, 2, 3);",
    "several-programs": "Program p{}; Program q{}; CreateKernel(p, 1, 2, 3);",
    "pointer": "auto p = std::make_shared<Program>(); CreateKernel(*p, 1, 2, 3);",
    "container": "std::vector<Program> p(2); CreateKernel(p[0], 1, 2, 3);",
    "preprocessor": "Program p{};\n#if A\nCreateKernel(p, 1, 2, 3);\n#endif\n",
    "macro": "Program p{}; BUILD_IT(p, 3);",
    "escape": "Program p{}; somewhere::else_(p);",
    "address": "Program p{}; Program* q = &p; CreateKernel(*q, 1, 2, 3);",
    "program-method": "Program p{}; p.set_runtime_id(3);",
    "program-use": "Program p{}; p = other();",
    "patch": "Program p{}; GetRuntimeArgs(p, 1)[0] = 3;",
    "made-elsewhere": "Program p = start(3); CreateKernel(p, 1, 2, 3);",
}


@pytest.mark.parametrize(("code", "text"), IN_THE_WAY.items(), ids=IN_THE_WAY)
def test_what_stands_in_the_way_is_told_with_its_line(code: str, text: str, tmp_path: Path) -> None:
    finding = one(tmp_path, f"int x;\nvoid f() {{\n{text} }}\n")
    assert code in obstacles(finding)
    assert all(item["line"] >= 2 for item in finding.metrics["obstacles"])
    assert "in the way: " in finding.message


def test_two_branches_of_an_if_are_two_functions_of_one_key(tmp_path: Path) -> None:
    text = "#if A\nvoid f() { Program p; CreateKernel(p); }\n#else\nvoid f() { Program p; }\n#endif\n"
    told = analysis.analyze(_tree(tmp_path, {"a.cpp": text}), [KIND()], jobs=1).findings
    assert [finding.where.line for finding in told] == [2, 4]
    assert len({finding.fingerprint for finding in told}) == 2


def _tree(folder: Path, files: dict[str, str]) -> Workspace:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return Workspace(folder)


def test_helpers_are_found_across_files_by_scope_and_number_of_arguments(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "ops/a.cpp": "namespace ops { void f() { Program p; add(p); util::add(p, 2, 3); same(p); gone(p); } }",
        "ops/util.cpp": "namespace ops { void add(Program& p) { CreateKernel(p); more(p); } void more(Program& p) { more(p); "
        "CreateSemaphore(p); } namespace util { void add(Program& p, int n, int m = 2) { CreateCircularBuffer(p); } } }",
        "ops/x.cpp": "namespace { void add(Program& p) { CreateKernel(p); CreateKernel(p); } }",
        "one.cpp": "namespace one { void same(Program& p) {} }",
        "two.cpp": "namespace two { void same(Program& p) {} }",
    }
    finding = found(tmp_path, files)["ops::f"]
    assert counts(finding) == (1, 1, 1, 0)
    told = [(item["code"], item["text"]) for item in finding.metrics["obstacles"]]
    assert ("helper-elsewhere", "`add` is in ops/util.cpp") in told
    assert ("ambiguous-helper", "`same` may be any of 2 functions") in told
    assert ("escape", "the program is given to `gone`, which is nowhere in this tree") in told


def test_an_obstacle_in_a_helper_is_one_of_whoever_calls_it(tmp_path: Path) -> None:
    text = "void help(Program& p) {\n#if A\nCreateKernel(p);\n#endif\n}\nvoid f() { Program p;\nhelp(p); }"
    (told,) = one(tmp_path, text).metrics["obstacles"]
    assert (told["code"], told["line"]) == ("preprocessor", 7)
    assert told["text"].endswith("(through `help`)")


def test_categories_come_from_paths_in_the_order_of_the_plan(tmp_path: Path) -> None:
    category = sys.modules[KIND.__module__].Category
    files = {"ops/eltwise/old/a.cpp": "a", "ops/b.cpp": "b", "test/c.cpp": "c", "d.cpp": "d"}
    told = found(
        tmp_path,
        {path: f"void {name}() {{ Program p; }}" for path, name in files.items()},
        categories=(
            category("eltwise", ("ops/eltwise/**",), "basic"),
            category("operations", ("ops/**",), "medium"),
            category("tests", ("test",), excluded="tests build what they like"),
        ),
    )  # fmt: skip
    metrics = {name: finding.metrics for name, finding in told.items()}
    assert [(metrics[name]["category"], metrics[name]["order"], metrics[name]["priority"]) for name in "abcd"] == [
        ("eltwise", 0, "basic"), ("operations", 1, "medium"), ("tests", 2, ""), ("other", 3, ""),
    ]  # fmt: skip
    assert metrics["c"]["excluded"] == "tests build what they like"
    assert (told["c"].severity, told["a"].severity) == ("info", "warning")


def test_the_names_of_the_api_are_options(tmp_path: Path) -> None:
    text = "void f() { Graph g = new_graph(); add_node(g, 1); add_node(g, 2); }"
    finding = one(tmp_path, text, programs=("Graph",), makers=("new_graph",), kernels=("add_node",))
    assert counts(finding) == (0, 2, 0, 0)


def test_most_files_are_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []
    reader = factories.CppFile
    monkeypatch.setattr(factories, "CppFile", lambda data: (parsed.append(data), reader(data))[1])
    texts = [b"int Programs;", b'#include "Program.hpp"\nint x;', b"// a Program.", b"void f() { Program p; }"]
    for text in texts:
        list(parts(text, Api()))
    assert parsed == texts[3:]


def test_a_factory_shows_the_same_from_the_cache_and_from_two_processes(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.cpp").write_text(f"namespace n{number} {{\n{BUILD}\n}}" + "// x\n" * 3000)
    tree = Workspace(tmp_path)
    cold = analysis.analyze(tree, [KIND()], jobs=1)
    assert len(cold.findings) == 40
    assert analysis.analyze(tree, [KIND()], jobs=2, cache=tmp_path / "cache").findings == cold.findings
    assert analysis.analyze(tree, [KIND()], jobs=2, cache=tmp_path / "cache").findings == cold.findings


def whole(data: bytes) -> list[Part]:
    """The same facts from bodies of which every node is read."""

    def read(file: Any, function: Any, api: Any, places: Any) -> Any:
        return file.body(function)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factories, "_body_of", read)
        return list(parts(data, Api()))


EXAMPLE = sorted((Path(__file__).parents[1] / "examples/program_factories").rglob("*.?pp"))


@pytest.mark.parametrize("file", EXAMPLE, ids=lambda file: file.name)
def test_a_look_around_the_programs_alone_tells_what_a_look_at_all_would(file: Path) -> None:
    data = file.read_bytes()
    assert list(parts(data, Api())) == whole(data)


STATEMENTS = (
    "Program p{};", "auto q = CreateProgram();", "CreateKernel(p, 1);", "CreateSemaphore(q, 1);", "help(p, q);", "auto& r = p;",
    "CreateKernel(r, 2);", "for (;;) {", "if (x) {", "}", "auto l = [&](auto& p) {", "};", "l(p);", "ProgramDescriptor d;",
    "d.cbs.push_back(1);", "k.runtime_args = {1};", "#if A\n", "#endif\n", "return p;", "int p = 3;", "std::vector<Program> v;",
    "v[0].x();", "auto cb = [](Program& p) { SetRuntimeArgs(p); };", "M(p;", "{ Program p; }", "Program s(d);", "g(&p, std::move(q));",
)  # fmt: skip


@given(st.lists(st.sampled_from(STATEMENTS), max_size=14))
def test_no_statements_make_a_difference_to_that(statements: Iterable[str]) -> None:
    data = ("void f(Program& p, int n) {\n" + "\n".join(statements) + "\n}\nvoid g() { Program p; }\n").encode()
    seen = list(parts(data, Api()))
    assert seen == whole(data)
    assert [Part.from_json(part.to_json()) for part in seen] == [replace(part) for part in seen]


def test_it_runs_on_request_only(tmp_path: Path) -> None:
    (tmp_path / "a.cpp").write_text("void f() { Program p; }")
    env = {"MIGRATE_CACHE": str(tmp_path / "cache"), "PATH": "/usr/bin:/bin"}

    def analyze(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "migrate", "-C", str(tmp_path), "analyze", "--format", "json", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, env=env)

    assert "program-factory" not in analyze().stdout
    assert "program-factory" in analyze("--select", "program-factories").stdout
    (tmp_path / "migration.toml").write_text('[project]\nname = "p"\n[analyze.program-factories]\n')
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    assert "program-factory" in analyze().stdout
