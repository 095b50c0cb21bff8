"""`enum-sync`: numbers that Python and C must agree on, found by their names or named by the plan."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from trees import Tree

from migrate.model import Json

PYTHON = """\
from enum import IntEnum, auto


class Op(IntEnum):
    ADD = 1
    SUB = 2
    MUL = 1 << 2
    DIV = auto()
"""


def found(root: Path, files: dict[str, str], options: str = "") -> list[Json]:
    """What the analyzer finds in a tree of these files."""
    tree = Tree(root)
    plan = f'[project]\nname = "p"\nsource = ["."]\n{options}'
    tree.write({"migration.toml": plan, **files})
    answer = tree.migrate("analyze", "--select", "enum-sync", "--format", "json", "--fail-on", "never")
    assert answer.code == 0, answer.err
    return list(json.loads(answer.out)["findings"])


def told(findings: list[Json]) -> list[tuple[str, str]]:
    return [(item["code"], item["message"]) for item in findings]


@pytest.mark.parametrize(
    "text",
    [
        "enum { OP_ADD = 1, OP_SUB, OP_MUL = 0x4, OP_DIV };",
        "enum op {\n  OP_ADD = 01, /* OP_ADD = 7 */\n  OP_SUB = OP_ADD + 1, // , OP_MUL = 9\n  OP_MUL = (1u << 2),\n  OP_DIV,\n};",
        "#define OP_ADD 1\n#define OP_SUB (OP_ADD + 1)\n#  define OP_MUL 4UL\n#define OP_DIV 5 // five\n",
        'enum class Op : int { ADD = 1, SUB = 2, MUL = 4, DIV = 5 };\nconst char *s = "enum { ADD = 9, SUB, MUL, DIV };";',
    ],
)
def test_copies_that_agree_are_not_reported(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"pkg/ops.py": PYTHON, "csrc/ops.h": text}) == []


def test_a_number_that_differs_is_told_with_a_place_on_both_sides(tmp_path: Path) -> None:
    (one,) = found(
        tmp_path, {"pkg/ops.py": PYTHON, "csrc/ops.h": "enum {\n  OP_ADD = 1,\n  OP_SUB = 3,\n  OP_MUL,\n  OP_DIV\n};"}
    )
    assert one["message"] == "pkg.ops.Op.SUB is 2, OP_SUB of csrc/ops.h is 3"
    assert one["severity"] == "error"
    assert [(item["path"], item["line"]) for item in one["locations"]] == [("pkg/ops.py", 6), ("csrc/ops.h", 3)]


def test_a_forgotten_name_is_told_from_either_side(tmp_path: Path) -> None:
    members = "".join(f"    N{index} = {index}\n" for index in range(12))
    python = f"import enum\n\n\nclass Op(enum.IntEnum):\n{members}"
    header = "enum {" + ", ".join(f"K_N{index} = {index}" for index in range(1, 13)) + "};"
    assert told(found(tmp_path, {"ops.py": python, "ops.h": header})) == [
        ("enum-missing", "K_N12 of ops.h is not in ops.Op"),
        ("enum-missing", "ops.Op.N0 is not in ops.h: no `K_N0`"),
    ]


def test_a_copy_of_a_part_is_held_against_the_whole_and_may_lack_names(tmp_path: Path) -> None:
    python = PYTHON + "    POW = 9\n    MOD = 10\n    NEG = 11\n    ABS = 12\n"
    header = "enum { OP_ADD = 1, OP_SUB = 2, OP_NEG = 10 };"
    assert told(found(tmp_path, {"pkg/ops.py": python, "bench/copy.c": header})) == [
        ("enum-drift", "pkg.ops.Op.NEG is 11, OP_NEG of bench/copy.c is 10")
    ]


def test_of_two_enums_of_one_name_the_one_whose_numbers_fit_is_meant(tmp_path: Path) -> None:
    other = PYTHON.replace("ADD = 1", "ADD = 10").replace("SUB = 2", "SUB = 20")
    files = {"old/ops.py": PYTHON, "new/ops.py": other}
    files |= {
        "c/ops.h": "enum { OP_ADD = 1, OP_SUB, OP_MUL = 4, OP_DIV };",
        "d/ops.h": "enum { OP_ADD = 10, OP_SUB = 20, OP_MUL = 4 };",
    }
    assert found(tmp_path, files) == []


def test_one_list_of_c_may_hold_several_enums(tmp_path: Path) -> None:
    python = PYTHON + "\n\nclass Type(IntEnum):\n    F32 = 0\n    F64 = 1\n    I8 = 3\n"
    header = "enum { RT_ADD = 1, RT_SUB = 2, RT_MUL = 4, RT_DIV = 5, RT_F32 = 0, RT_F64 = 1, RT_I8 = 2 };"
    assert told(found(tmp_path, {"pkg/ops.py": python, "ops.h": header})) == [
        ("enum-drift", "pkg.ops.Type.I8 is 3, RT_I8 of ops.h is 2")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "enum { RED, GREEN, BLUE };",
        "enum { OP_ADD, OP_SUB };",
        "#define ADD(x) 7\n#define SUB other\n#define MUL 'm'\n",
        "enum { OP_ADD = FIRST, OP_SUB, OP_MUL = sizeof(int), OP_DIV = F(2, 3) };",
        "enum { OP_ADD = 1,\n#if WIDE\n OP_SUB,\n#endif\n OP_MUL = 4, OP_DIV };",
        "enum { OP_ADD = 1, OP_SUB = 2 /* unclosed",
    ],
)
def test_what_cannot_be_told_is_not_reported(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"pkg/ops.py": PYTHON, "csrc/ops.h": text}) == []


def test_enums_of_texts_and_numbers_that_are_made_elsewhere_are_left_alone(tmp_path: Path) -> None:
    python = "from enum import Enum, IntEnum\n\n\nclass A(Enum):\n    ADD = 'a'\n    SUB = 's'\n    MUL = 'm'\n"
    python += "\n\nclass B(IntEnum):\n    ADD = int('7')\n    SUB = ADD\n    MUL = len('x')\n"
    assert found(tmp_path, {"ops.py": python, "ops.h": "enum { ADD = 1, SUB = 2, MUL = 3 };"}) == []


def test_a_pair_of_the_plan_is_held_against_each_other_name_by_name(tmp_path: Path) -> None:
    options = '[analyze.enum-sync]\npairs = [{ python = "pkg.ops.Op", c = "ops.h", prefix = "X_" }]\n'
    header = "enum { X_ADD = 1, Y_SUB = 2, Y_MUL = 9, Y_DIV = 9 };"
    assert told(found(tmp_path, {"pkg/ops.py": PYTHON, "ops.h": header}, options)) == [
        ("enum-missing", "pkg.ops.Op.SUB is not in ops.h: no `X_SUB`"),
        ("enum-missing", "pkg.ops.Op.MUL is not in ops.h: no `X_MUL`"),
        ("enum-missing", "pkg.ops.Op.DIV is not in ops.h: no `X_DIV`"),
    ]


@pytest.mark.parametrize(
    ("python", "c", "said"),
    [
        ("pkg.ops.Oq", "ops.h", "no enum is called `pkg.ops.Oq`"),
        ("pkg.ops.Op", "oqs.h", "oqs.h has no numbers"),
        ("pkg.ops.Op", "ops.h", "ops.h has none of the names of `pkg.ops.Op` behind `Z_`"),
    ],
)
def test_a_pair_that_is_not_there_is_an_error(tmp_path: Path, python: str, c: str, said: str) -> None:
    options = f'[analyze.enum-sync]\npairs = [{{ python = "{python}", c = "{c}", prefix = "Z_" }}]\n'
    findings = found(tmp_path, {"pkg/ops.py": PYTHON, "ops.h": "enum { OP_A = 1 };"}, options)
    assert told(findings) == [("enum-unpaired", said)]
    assert findings[0]["severity"] == "error"


def test_broken_encodings_and_line_ends_are_read(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    tree.write({"ops.h": b"\xff\xfe// \xe9\r\nenum {\r\n OP_ADD = 1,\r\n OP_SUB = 7,\r\n OP_MUL = 4 };\r\n"})
    (one,) = found(tmp_path, {"pkg/ops.py": PYTHON})
    assert one["locations"][1]["line"] == 4
