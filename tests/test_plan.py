"""Reading a plan: every error with its line and the nearest right name, digests, the schema, a plan to start from."""

from __future__ import annotations

import json
import os
import string
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference import plan_at_the_top

from migrate import analyzers, codemods, gate
from migrate.catalogue import describe_analyzer, describe_codemod, generated, summaries
from migrate.errors import MigrateError
from migrate.home import find_plan
from migrate.plan import CHECKS, Plan, Step, is_due, load, project_version
from migrate.plan.schema import schema, schema_text
from migrate.plan.starter import starter_plan
from migrate.plan.toml_lines import KeyPath, key_lines
from migrate.workspace import Workspace

TOP = Path(__file__).parents[1]

CODEMOD = '''"""Trims names. It does nothing else."""

from typing import Literal

from pydantic import BaseModel, Field

from migrate.codemods import Codemod
from migrate.model import Outcome
from migrate.options import ModuleName, Options, TreeGlob, TreePath


class Deep(BaseModel, extra="forbid"):
    depth: int = Field(default=1, description="How deep.")


class TrimOptions(Options):
    from_: list[ModuleName] = Field(default=[], alias="from", description="Modules to trim.")
    folder: TreePath | None = Field(default=None, description="Where.")
    files: list[TreeGlob] = Field(default=[], description="Which.")
    bare: Literal["Exception", "BaseException"] = Field(default="Exception", description="What | for.")
    deep: bool | Literal["very"] = Field(default=False, description="How.")
    inner: Deep = Deep()
    remove_in: str = Field(description="When.")


class Trim(Codemod):
    Options = TrimOptions
    resolves = ("long-name",)
    example = """
    [[phase.step]]
    codemod = "trim-names"
    """

    def run(self, workspace):
        return Outcome()
'''
ANALYZER = '''"""Counts."""

from dataclasses import dataclass, field

from migrate.analyzers import Analyzer
from migrate.model import Rule


@dataclass(frozen=True)
class CountOptions:
    least: int = field(default=3, metadata={"help": "How many."})


class Count(Analyzer):
    Options = CountOptions
    rules = (Rule("count", "So many"),)

    def conclude(self, facts, workspace):
        return ()
'''
HEAD = '[project]\nname = "x"\n[compat]\nremove_in = "2.0"\n'
STEP = HEAD + '[[phase]]\nid = 1\n[[phase.step]]\nid = "1.1"\ncodemod = "trim-names"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with a codemod and an analyzer of its own."""
    (tmp_path / ".git").mkdir()
    for folder, name, text in (("codemods", "trim_names", CODEMOD), ("analyzers", "count_things", ANALYZER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{name}.py").write_text(text)
    return tmp_path


def errors(project: Path, text: str | bytes) -> list[str]:
    """The lines of the answer to this plan, without the file's name."""
    path = project / "migration.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(MigrateError) as raised:
        load(path)
    return [line.replace(f"{path}:", "") for line in raised.value.what.splitlines()]


WRONG = {
    "an unknown key of a table": (HEAD + '[gate]\nrnu = "x"\n', "6: [gate]: unknown key `rnu`; did you mean `run`?"),
    "an unknown table": (HEAD + "[gates]\n", "5: unknown key `gates`; did you mean `gate`?"),
    "an unknown option": (STEP + "bar = 1\n", "10: phase 1, step 1.1: unknown key `bar`; did you mean `bare`?"),
    "a misspelled key of a step": (
        STEP + "titel = 'x'\n",
        "10: phase 1, step 1.1: unknown key `titel`; did you mean `title`?",
    ),
    "an unknown key of an inner option": (
        STEP + "inner.dept = 1\n",
        "10: phase 1, step 1.1: trim-names: unknown key `dept`; did you mean `depth`?",
    ),
    "a missing key": (HEAD + "[[phase]]\ntitle = 'x'\n", "5: phase #1: missing key `id`: Names the phase"),
    "a missing project": ("", "1: missing key `project`"),
    "a wrong type": (HEAD.replace('"x"', "3"), "2: [project]: `name` must be text, not 3"),
    "text where a list is due": (
        STEP + "from = 'a'\n",
        '10: phase 1, step 1.1: trim-names: `from` must be a list, not "a"',
    ),
    "text that only looks like a truth value": (
        STEP + "deep = 'yes'\n",
        "`deep` must be true or false or 'very', not \"yes\"",
    ),
    "a wrong choice": (STEP + "bare = 'Error'\n", "`bare` must be 'Exception' or 'BaseException', not \"Error\""),
    "a wrong item in a list over lines": (
        STEP + "from = [\n 'a',\n # b\n 3,\n]\n",
        "13: phase 1, step 1.1: trim-names: `from[1]`",
    ),
    "an unknown codemod": (
        STEP.replace("trim-names", "trim-name"),
        "9: phase 1, step 1.1: no codemod is called `trim-name`; did you mean `trim-names`",
    ),
    "an unknown check": (
        HEAD + "[gate]\nchecks = ['parse', 'import']\n",
        '6: [gate]: no check is called "import"; did you mean `imports`?',
    ),
    "an unknown check of a step": (
        STEP + "checks = ['x']\n",
        '10: phase 1, step 1.1: no check is called "x"; expected one of `parse`',
    ),
    "a bad timeout": (
        HEAD + "[gate]\ntimeout = '15'\n",
        '6: [gate]: `timeout` must be a number of seconds, minutes or hours such as "90s"',
    ),
    "a bad condition": (STEP + "when = 'version = 2'\n", "10: phase 1, step 1.1: `when` must be a condition such as"),
    "a bad version": (
        HEAD.replace("2.0", "soon"),
        '4: [compat]: `remove_in` must be a version such as "0.4.0", not "soon"',
    ),
    "a step that is not a table": (
        HEAD + "[[phase]]\nid = 1\nstep = [1]\n",
        "7: phase 1, step #1: `step[0]` must be a table, not 1",
    ),
    "a second step of one id": (
        STEP + "[[phase.step]]\nid = '1.1'\ncodemod = 'trim-names'\n",
        "11: phase 1, step 1.1: the id 1.1 is taken by the step at line 8",
    ),
    "a second phase of one id": (
        HEAD + "[[phase]]\nid = 1\n[[phase]]\nid = '1'\n",
        "8: phase 1: the id 1 is taken by the phase at line 6",
    ),
    "an id that would leave its folder": (
        STEP.replace('"1.1"', '"../1"'),
        "8: phase 1, step ../1: `id` must be at most 64 letters",
    ),
    "a title that would forge a trailer": (
        STEP + 'title = "a\\nMigrate-Step: b"\n',
        "10: phase 1, step 1.1: `title` must be one line",
    ),
    "an unknown need": (
        STEP + "needs = ['1.2']\n",
        '10: phase 1, step 1.1: `needs` an unknown step "1.2"; did you mean `1.1`?',
    ),
    "a need for itself": (STEP + "needs = ['1.1']\n", "10: phase 1, step 1.1: `needs` goes in a circle: 1.1 → 1.1"),
    "a need for a later step": (
        STEP + "needs = ['2']\n[[phase.step]]\nid = '2'\ncodemod = 'trim-names'\n",
        "`needs` step 2, which comes later; move it before this one",
    ),
    "a root that is not there": (
        HEAD.replace("[c", "root = 'nope'\n[c"),
        '3: [project]: `root` "nope" is not a folder',
    ),
    "a root outside the repository": (
        HEAD.replace("[c", "root = '..'\n[c"),
        '3: [project]: `root` ".." leads out of the plan\'s repository',
    ),
    "an absolute root": (HEAD.replace("[c", "root = '/tmp'\n[c"), "3: [project]: `root` must be relative to the plan"),
    "a source root outside": (
        HEAD.replace("[c", "source = ['../x']\n[c"),
        '3: [project]: `source[0]`: "../x" must be relative',
    ),
    "an option's path with dots": (
        STEP + "folder = 'a/../../b'\n",
        '10: phase 1, step 1.1: `folder`: "a/../../b" must be relative',
    ),
    "an absolute glob in an option": (
        STEP + "files = ['/etc/*']\n",
        '10: phase 1, step 1.1: `files`: "/etc/*" must be relative',
    ),
    "git's own folder": (
        STEP + "folder = '.git/hooks'\n",
        '`folder`: ".git/hooks" is not a place that a plan may name',
    ),
    "a claim about nothing": (
        STEP + "claims = [{ exists = true }]\n",
        "a claim is a table with exactly one of the keys `path`, `name`, `names`, `module`",
    ),
    "a claim about two things": (
        STEP + "claims = [{ path = 'a', name = 'b' }]\n",
        "a claim is a table with exactly one of",
    ),
    "a claim that says nothing": (
        STEP + "claims = [{ name = 'a' }]\n",
        "the claim names its `name` and says nothing about it",
    ),
    "a misspelled claim": (
        STEP + "claims = [\n { name = 'a', exist = true },\n]\n",
        "11: phase 1, step 1.1: unknown key `exist`; did you mean `exists`?",
    ),
    "a share above one": (
        STEP + "claims = [{ names = ['a', 'b'], equal_members = 40 }]\n",
        "`equal_members` must be less than or equal to 1, not 40",
    ),
    "a claim on one name only": (
        STEP + "claims = [{ names = ['a'], equal = true }]\n",
        "`names` must be a list of at least 2 items, not of 1",
    ),
    "a claim on a path outside": (
        STEP + "claims = [{ path = '/etc/passwd', exists = true }]\n",
        '`path`: "/etc/passwd" must be relative',
    ),
    "an unknown analyzer": (
        HEAD + "[analyze.count-thing]\n",
        "5: [analyze]: no analyzer is called `count-thing`; did you mean `count-things`?",
    ),
    "an unknown option of an analyzer": (
        HEAD + "[analyze.count-things]\nlast = 1\n",
        "6: [analyze]: unknown key `last`; did you mean `least`?",
    ),
    "a wrong option of an analyzer": (
        HEAD + "[analyze.count-things]\nleast = 'a'\n",
        '6: [analyze]: `least` must be a whole number, not "a"',
    ),
}


@pytest.mark.parametrize(("text", "said"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_plan_is_answered_with_line_key_and_what_was_expected(project: Path, text: str, said: str) -> None:
    answer = errors(project, text)
    assert len(answer) == 1, answer
    assert said in answer[0]
    assert answer[0].startswith(said) or not said[0].isdigit()


NOT_TOML = {
    "a missing value": (b"[project]\nname =\n", "2:7: not TOML: invalid value"),
    "a key twice": (b'[project]\nname = "a"\nname = "b"\n', "not TOML: cannot overwrite a value"),
    "an open text": (b'[project]\nname = "a', ": not TOML: "),
    "bytes that are not UTF-8": (b'[project]\nname = "\xff"\n', "2: byte 0xff is not UTF-8"),
    "null bytes": (b"[project]\nname = \0\n", "2:8: not TOML"),
    "brackets without end": (b"a = " + b"[" * 100_000, "not TOML: "),
}


@pytest.mark.parametrize(("raw", "said"), NOT_TOML.values(), ids=NOT_TOML.keys())
def test_what_is_not_toml_is_told_with_its_line(project: Path, raw: bytes, said: str) -> None:
    answer = errors(project, raw)
    assert len(answer) == 1
    assert said in answer[0]


def test_all_errors_come_at_once_sorted_by_line(project: Path) -> None:
    answer = errors(project, STEP.replace('"x"', "1") + "bar = 1\nwhen = 'now'\n[[phase]]\nid = 1\ntitle = 2\n")
    assert [int(line.partition(":")[0]) for line in answer] == [2, 10, 11, 13, 14]


def test_a_circle_of_needs_is_shown_once_and_whole(project: Path) -> None:
    steps = [f"[[phase.step]]\nid = '{a}'\ncodemod = 'trim-names'\nneeds = ['{b}']\n" for a, b in ("ab", "bc", "ca")]
    assert errors(project, HEAD + "[[phase]]\nid = 1\n" + "".join(steps)) == [
        "10: phase 1, step a: `needs` goes in a circle: a → b → c → a"
    ]


def test_a_path_through_a_symlink_out_of_the_project_is_refused(project: Path) -> None:
    (project / "out").symlink_to("/usr")
    assert errors(project, STEP + "folder = 'out/bin'\nfiles = ['out/**']\n") == [
        '10: phase 1, step 1.1: `folder`: "out/bin" leads out of the project through a symlink',
        '11: phase 1, step 1.1: `files`: "out/**" leads out of the project through a symlink',
    ]


def test_a_root_through_a_symlink_out_of_the_repository_is_refused(project: Path) -> None:
    (project / "out").symlink_to("/usr")
    assert "leads out of the plan's repository" in errors(project, HEAD.replace("[c", "root = 'out'\n[c"))[0]


@pytest.mark.parametrize("where", ["step", "phase"])
def test_what_is_not_available_may_name_a_codemod_that_is_still_to_come(project: Path, where: str) -> None:
    text = STEP.replace("trim-names", "to-come") + "anything = 3\n"
    line = "available = false\n"
    text = text + line if where == "step" else text.replace("id = 1\n", f"id = 1\n{line}")
    (project / "migration.toml").write_text(text)
    plan = load(project / "migration.toml")
    assert plan.options(plan.find_step("1.1")[1]) == {"anything": 3}


def test_remove_in_of_compat_fills_the_option_that_was_left_out(project: Path) -> None:
    path = project / "migration.toml"
    path.write_text(STEP)
    plan = load(path)
    assert plan.codemod(plan.find_step("1.1")[1]).options.remove_in == "2.0"
    path.write_text(STEP + "remove_in = '3.0'\n")
    plan = load(path)
    assert plan.codemod(plan.find_step("1.1")[1]).options.remove_in == "3.0"


def test_without_compat_a_codemod_that_needs_remove_in_asks_for_it(project: Path) -> None:
    assert "missing key `remove_in`: When." in errors(project, STEP.replace('remove_in = "2.0"', ""))[0]


def test_windows_line_ends_and_a_bom_do_not_matter(project: Path) -> None:
    path = project / "migration.toml"
    path.write_bytes(b"\xef\xbb\xbf" + STEP.replace("\n", "\r\n").encode())
    assert [step.id for _, step in load(path).steps()] == ["1.1"]
    answer = errors(project, b"\xef\xbb\xbf" + (STEP + "bar = 1\n").replace("\n", "\r\n").encode())
    assert answer[0].startswith("10: ")


def test_a_plan_that_is_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(MigrateError, match=r"cannot be read: No such file"):
        load(tmp_path / "migration.toml")


def test_the_plan_is_searched_upward(project: Path) -> None:
    (project / "migration.toml").write_text(STEP)
    (project / "a" / "b").mkdir(parents=True)
    assert find_plan(project / "a" / "b") == project / "migration.toml"
    assert find_plan(project / "a", "another-name.toml") is None


def test_unknown_ids_are_answered_with_the_nearest(project: Path) -> None:
    (project / "migration.toml").write_text(STEP)
    plan = load(project / "migration.toml")
    with pytest.raises(MigrateError, match=r"did you mean `1\.1`"):
        plan.find_step("1.11")
    with pytest.raises(MigrateError, match="the plan has no phase `2`"):
        plan.find_phase(2)
    assert plan.find_phase("1") is plan.find_phase(1)


def test_comments_and_order_do_not_change_a_digest_and_values_do(project: Path) -> None:
    def digests(text: str) -> tuple[str, str]:
        (project / "migration.toml").write_text(text)
        plan = load(project / "migration.toml")
        return plan.digest, plan.step_digest(plan.find_step("1.1")[1])

    plain = digests(STEP + "bare = 'Exception'\n")
    other_order = STEP.replace('codemod = "trim-names"', 'bare = "Exception" # why\ncodemod = "trim-names"')
    assert digests(other_order) == plain
    titled = digests(STEP + "bare = 'Exception'\ntitle = 'x'\n")
    assert titled[0] != plain[0]
    assert titled[1] == plain[1]
    assert digests(STEP + "bare = 'BaseException'\n")[1] != plain[1]
    assert digests((STEP + "bare = 'Exception'\n").replace("2.0", "2.1"))[1] != plain[1]


DUE = [
    ("", None, True),
    ("version >= 0.4.0", "0.4.0", True),
    ("version >= 0.4.0", "0.4.0rc1", False),
    ("version >= 0.4.0", "0.10", True),
    ("version >= 0.4, < 1", "1.0", False),
    ("version == 1.*", "1.9.2", True),
]


@pytest.mark.parametrize(("when", "version", "due"), DUE)
def test_a_condition_compares_versions_and_not_texts(when: str, version: str | None, due: bool) -> None:
    assert is_due(when, version) is due


@pytest.mark.parametrize("version", [None, "unknown"])
def test_a_condition_without_a_version_to_ask_is_an_error(version: str | None) -> None:
    with pytest.raises(MigrateError):
        is_due("version >= 1", version)


VERSIONS = {
    "pyproject": ({"pyproject.toml": '[project]\nversion = "1.2"\n', "p/__init__.py": '__version__ = "9"\n'}, "1.2"),
    "package": ({"p/__init__.py": '__version__: str = "1.3"\n', "tests/__init__.py": '__version__ = "9"\n'}, "1.3"),
    "its own file": ({"src/p/__init__.py": "", "src/p/_version.py": '__version__ = "1.4"\n'}, "1.4"),
    "computed": ({"p/__init__.py": "__version__ = read()\n"}, None),
    "two": ({"p/__init__.py": '__version__ = "1"\n', "q/__init__.py": '__version__ = "2"\n'}, None),
    "broken": ({"p/__init__.py": '__version__ = "1"\n(', "pyproject.toml": "["}, None),
}


@pytest.mark.parametrize(("files", "version"), VERSIONS.values(), ids=VERSIONS.keys())
def test_the_projects_version_is_read_and_never_run(tmp_path: Path, files: dict[str, str], version: str | None) -> None:
    (tmp_path / "migration.toml").write_text(HEAD)
    lay(tmp_path, files)
    assert project_version(load(tmp_path / "migration.toml")) == version


def lay(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


# Lines


def test_lines_are_found_in_every_spelling_of_toml() -> None:
    text = "\n".join([
        "a.b = 1 # ]",
        "[x]",
        'y = """',
        "k = 3",
        '\\"""" # not """',
        "z = [1, # c",
        """ { q = "a", 'w w'.e = [""",
        "  2,3]},",
        "]",
        "[[p]]",
        "[[p.s]]",
        "d = 1979-05-27 07:32:00",
        "[[p.s]]",
        '[p.t."u.v"]',
        """"\\u00e9" = '''[x]""",
        "''''",
        "[[p]]",
    ])  # fmt: skip
    lines = key_lines(text)
    assert set(lines) == paths_of(tomllib.loads(text))
    assert [lines["a", "b"], lines["x", "y"], lines["x", "z"]] == [1, 3, 6]
    assert [lines["x", "z", 1, "w w", "e"], lines["x", "z", 1, "w w", "e", 1]] == [7, 8]
    assert [lines["p", 0, "s", 1], lines["p", 0, "t", "u.v", "é"], lines["p", 1]] == [13, 15, 17]


KEYS = st.one_of(
    st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=4), st.text(max_size=3), st.just("a.b")
)
TEXTS = st.text(st.sampled_from("ab\"'\\\n#[]{}=,. \té"), max_size=8)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), TEXTS, st.just(1.5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)


def toml_key(key: str, draw: Any) -> str:
    if key and set(key) <= set(string.ascii_letters + string.digits + "_-") and draw(st.booleans()):
        return key
    if not set(key) & set("'\n\r") and all(ord(c) >= 32 and c != "\x7f" for c in key) and draw(st.booleans()):
        return f"'{key}'"
    return json.dumps(key).replace("\x7f", "\\u007f")


def toml_value(value: Any, draw: Any) -> str:
    blank = draw(st.sampled_from(["", " ", "\n", " # ] }\n "]))
    match value:
        case dict():
            pairs = [f" {toml_key(key, draw)} = {toml_value(item, draw)} " for key, item in value.items()]
            return "{" + ",".join(pairs) + "}"
        case list():
            return "[" + ",".join(f"{blank}{toml_value(item, draw)}{blank}" for item in value) + blank + "]"
        case str():
            if "'''" not in value and not value.endswith("'") and draw(st.booleans()):
                return f"'''\n{value}'''"
            if draw(st.booleans()):
                return (
                    '"""\n'
                    + value.replace("\\", "\\\\").replace('"""', '""\\"')
                    + ('"""' if not value.endswith('"') else ' """')
                )
            return json.dumps(value)
        case _:
            return json.dumps(value)


@st.composite
def documents(draw: Any) -> str:
    """TOML texts of tables, lists of tables and values, in all spellings."""
    lines = []
    for key, value in draw(st.dictionaries(KEYS, VALUES, max_size=3)).items():
        lines.append(f"{toml_key(key, draw)} = {toml_value(value, draw)}")
    for number in range(draw(st.integers(0, 4))):
        name = f"t{draw(st.integers(0, 1))}" if draw(st.booleans()) else f"u{number}"
        header = f"[[{name}]]" if name[0] == "t" else f"[ {name} . {toml_key(draw(KEYS), draw)} ]"
        lines.append(header + draw(st.sampled_from(["", " # [x]"])))
        for key, value in draw(st.dictionaries(KEYS, VALUES, max_size=2)).items():
            lines.append(f"  {toml_key(key, draw)}.{toml_key('k', draw)} = {toml_value(value, draw)}")
        if name[0] == "t" and draw(st.booleans()):
            lines.append(f"[[{name}.'in ner']]")
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end"]))


def paths_of(data: Any, path: KeyPath = ()) -> set[KeyPath]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return {path}.union(*(paths_of(item, (*path, key)) for key, item in items))


@settings(deadline=None, max_examples=300)
@given(documents())
def test_every_key_that_tomllib_reads_has_a_line_and_no_other_has(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # an inline table over several lines, which TOML 1.0 does not take
    lines = key_lines(text)
    assert set(lines) == paths_of(data)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines.values())


# The schema


def draft_07(beside: Path | None = None) -> jsonschema.Draft7Validator:
    jsonschema.Draft7Validator.check_schema(schema(beside))
    return jsonschema.Draft7Validator(schema(beside))


@pytest.mark.parametrize(
    "path",
    [
        "migration.toml",
        "legacy_runtime/migration.toml",
        "examples/kernel_pytorch/migration.toml",
        "examples/tt_pipeline/migration.toml",
    ],
)
def test_the_shipped_plans_fit_the_schema_and_load(path: str) -> None:
    assert list(draft_07().iter_errors(tomllib.loads((TOP / path).read_text()))) == []
    assert len(list(load(TOP / path).steps())) >= 8


def test_the_plan_at_the_top_is_that_of_the_legacy_runtime_but_for_its_root() -> None:
    assert (TOP / "migration.toml").read_bytes() == plan_at_the_top(), "run `make reference`"


SEEN_BY_THE_SCHEMA = [name for name in WRONG if not any(
    word in name for word in ("second", "need", "root", "path with", "glob", "git's", "outside", "version", "trailer")
)]  # fmt: skip


@pytest.mark.parametrize("name", SEEN_BY_THE_SCHEMA)
def test_an_editor_sees_by_the_schema_what_load_refuses(project: Path, name: str) -> None:
    validator = draft_07(project)
    assert list(validator.iter_errors(tomllib.loads(STEP))) == []
    if "says nothing" not in name:
        assert list(validator.iter_errors(tomllib.loads(WRONG[name][0])))


def test_the_schema_leaves_steps_alone_that_are_not_available(project: Path) -> None:
    validator = draft_07(project)
    odd = STEP.replace("trim-names", "to-come") + "anything = 3\n"
    assert list(validator.iter_errors(tomllib.loads(odd)))
    assert list(validator.iter_errors(tomllib.loads(odd + "available = false\n"))) == []
    assert list(validator.iter_errors(tomllib.loads(odd.replace("id = 1\n", "id = 1\navailable = false\n")))) == []


def test_the_plan_knows_the_checks_that_the_gate_has() -> None:
    assert set(CHECKS) == set(gate.CHECKS)


def test_generated_files_are_as_the_code_would_write_them() -> None:
    stale = [path.name for path, text in generated(TOP).items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run `make catalogue`"
    assert json.loads(schema_text()) == schema()


# Catalogue


def test_a_codemod_is_described_with_its_options_and_example(project: Path) -> None:
    text = describe_codemod("trim-names", project)
    assert "| `from` | list of modules |  | Modules to trim. |" in text
    assert '| `bare` | `Exception` or `BaseException` | `"Exception"` | What \\| for. |' in text
    assert "| `remove_in` | text | required | When. |" in text
    assert '```toml\n[[phase.step]]\ncodemod = "trim-names"\n```' in text
    assert summaries("codemods", project)["trim-names"] == "Trims names."


def test_an_analyzer_is_described_with_its_codes_and_options(project: Path) -> None:
    text = describe_analyzer("count-things", project)
    assert "| `count` | warning | So many |" in text
    assert "| `least` | whole number | `3` | How many. |" in text


@pytest.mark.parametrize("name", codemods.find())
def test_no_option_of_a_codemod_hides_behind_a_key_of_the_step(name: str) -> None:
    options = codemods.load(name).Options.model_fields
    assert not {info.alias or key for key, info in options.items()} & set(Step.model_fields)
    assert all(info.description for info in options.values()), "every option has its help"


@pytest.mark.parametrize("name", codemods.find())
def test_every_codemod_has_an_example_that_loads(tmp_path: Path, name: str) -> None:
    example = describe_codemod(name).partition("```toml\n")[2].partition("```")[0]
    assert example, "a codemod shows one step"
    header = "" if "[[phase.step]]" in example else "[[phase.step]]\nid = '1.1'\n"
    (tmp_path / "migration.toml").write_text(HEAD + "[[phase]]\nid = 1\n" + header + example)
    assert [step.codemod for _, step in load(tmp_path / "migration.toml").steps()] == [name]


@pytest.mark.parametrize("name", analyzers.find())
def test_every_option_of_an_analyzer_has_its_help(name: str) -> None:
    assert "| |\n" not in describe_analyzer(name).replace("|  |", "| |")


# init

TREES: dict[str, dict[str, str]] = {
    "empty": {},
    "flat": {"pkg/__init__.py": "", "tests/test_a.py": "", "pyproject.toml": '[project]\nname = "a-b"\n'},
    "src": {"src/pkg/__init__.py": "", "tests/__init__.py": "", "tests/test_a.py": "", "docs/a.md": ""},
    "a script": {"tool.py": "", "README.md": ""},
    "an evil name": {"pkg/__init__.py": "", "pyproject.toml": '[project]\nname = "a\\nb\\"c"\n'},
    "a broken pyproject": {"pkg/__init__.py": "", "pyproject.toml": "[project"},
    "a name that is no text": {"pkg/__init__.py": "", "pyproject.toml": "project = 3\n"},
}


@pytest.mark.parametrize("files", TREES.values(), ids=TREES.keys())
def test_a_starter_plan_loads_without_error_and_fits_the_schema(tmp_path: Path, files: dict[str, str]) -> None:
    lay(tmp_path, files)
    text = starter_plan(Workspace(tmp_path))
    (tmp_path / "migration.toml").write_text(text)
    plan = load(tmp_path / "migration.toml")
    assert list(draft_07().iter_errors(tomllib.loads(text))) == []
    assert plan.project_root == tmp_path.resolve()


def test_a_starter_plan_names_the_project_its_sources_and_its_tests(tmp_path: Path) -> None:
    lay(tmp_path, TREES["src"] | {"pyproject.toml": '[project]\nname = "a-b"\n'})
    data = tomllib.loads(starter_plan(Workspace(tmp_path)))
    assert data["project"] == {
        "name": "a-b",
        "root": ".",
        "source": ["src"],
        "also": ["tests", "docs", "pyproject.toml"],
    }
    assert data["gate"]["run"] == "python -m pytest -q"


def test_a_starter_plan_is_the_same_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, TREES["flat"])
    first = starter_plan(Workspace(tmp_path))
    monkeypatch.chdir(os.sep)
    assert starter_plan(Workspace(tmp_path)) == first


WORDS = [*Plan.model_fields, *Step.model_fields, "name", "names", "path", "root", "source", "step", "from"]
ODD: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.integers(-1, 2), st.booleans(), st.sampled_from(["", "a", "1.1", "..", "merge-modules", "version >= 1"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)),
    max_leaves=25,
)


def inline(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {inline(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(inline, value)) + "]" if isinstance(value, list) else json.dumps(value)


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(st.sampled_from(["project", "gate", "compat", "analyze"]), ODD), st.lists(ODD), st.lists(ODD))
def test_whatever_stands_in_a_plan_it_is_read_or_answered(tables: Any, phases: Any, steps: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "migration.toml"
        data = {**tables, "phase": [{"id": 1, "step": steps}, *phases]}
        plan.write_text("".join(f"{key} = {inline(value)}\n" for key, value in data.items()))
        answer = ""
        try:
            load(plan)
        except MigrateError as error:
            answer = error.what
        assert all(line.startswith(f"{plan}:") for line in answer.splitlines())
