"""Tables that need no pydantic where their values are plain: they hold what pydantic would have made of the same."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from pydantic import Field as PydanticField

from migrate import codemods
from migrate.deferred import AfterValidator, ConfigDict, Deferred, Field, fields_of, keys_of, model_of, table_of
from migrate.options import Options
from migrate.plan import Plan


def _short(text: str) -> str:
    if len(text) > 5:
        raise ValueError("must be short")
    return text


class Inner(Deferred):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    much: int = Field(default=3, ge=1, le=9)
    share: float = Field(default=0.5, ge=0)


class Outer(Deferred):
    """A table with a field of every kind."""

    model_config = ConfigDict(extra="allow", frozen=True, populate_by_name=True)

    name: str = Field(min_length=1, description="Its name.")
    from_: tuple[str, ...] = Field(default=(), alias="from")
    short: Annotated[str, AfterValidator(_short)] = ""
    when: str | None = None
    which: Literal["a", "b", ""] = "a"
    number: int | str = 0
    several: list[Annotated[str, AfterValidator(_short)]] = Field(default_factory=list, min_length=0)
    table: dict[str, list[int]] = Field(default_factory=dict)
    anything: dict[str, object] = Field(default_factory=dict)
    inner: Inner = Field(default=Inner())
    inners: tuple[Inner, ...] = ()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 10)
    | st.floats()
    | st.sampled_from(["", "a", "b", "long enough", "ü", "\ud800"]),
    lambda inside: (
        st.lists(inside, max_size=2)
        | st.dictionaries(st.sampled_from(["much", "share", "x", "name"]), inside, max_size=2)
    ),
    max_leaves=4,
)
KEYS = [*keys_of(Outer).values(), "from_", "more"]
TABLES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4)


def _told(make: Any) -> Any:
    try:
        made = make()
    except ValidationError as error:
        return sorted((item["loc"], item["type"]) for item in error.errors(include_url=False))
    return made.model_dump(), sorted(made.model_fields_set), made.model_extra


@given(TABLES, st.booleans())
def test_a_table_holds_what_pydantic_makes_of_the_same_values(values: dict[str, Any], named: bool) -> None:
    values |= {"name": "n"} if named else {}
    assert repr(_told(lambda: Outer.model_validate(values))) == repr(
        _told(lambda: model_of(Outer).model_validate(values))
    )


@given(TABLES)
def test_what_toml_says_is_judged_as_strictly_as_json(values: dict[str, Any]) -> None:
    values |= {"name": "n"}
    try:
        text = json.dumps(values, default=str)
        text.encode()
    except UnicodeEncodeError:
        return
    made = _told(lambda: table_of(Outer, values))
    assert repr(made) == repr(_told(lambda: model_of(Outer).model_validate_json(text, strict=True)))


def test_a_date_becomes_text_as_in_json() -> None:
    assert table_of(Outer, tomllib.loads("name = 1979-05-27")).name == "1979-05-27"


@pytest.mark.parametrize("name", list(codemods.find()))
def test_the_options_of_each_example_are_what_pydantic_makes_of_them(name: str) -> None:
    kind = codemods.load(name)
    step = tomllib.loads(kind.example)
    step |= step.pop("phase", {}).get("step", {})
    options = {key: value for key, value in step.items() if key != "codemod"}
    made = table_of(kind.Options, options)
    if not issubclass(kind.Options, BaseModel):
        assert made.model_dump() == model_of(kind.Options).model_validate(options).model_dump()
    assert [field.name for field in fields_of(kind.Options)] == list(kind.Options.model_fields)


def test_copies_and_comparisons_go_by_value() -> None:
    one = Outer(name="n", inner=Inner(much=2), extra="x")
    assert one == Outer.model_validate({"name": "n", "inner": {"much": 2}, "extra": "x"})
    assert one != one.model_copy(update={"name": "m"})
    assert one.model_copy(update={"short": "s"}).model_fields_set == {"name", "inner", "extra", "short"}
    assert hash(Inner()) == hash(Inner())
    with pytest.raises(AttributeError, match="frozen"):
        one.name = "other"


class OfTheUser(Options):
    """A class body with pydantic's own Field."""

    many: Annotated[int, PydanticField(gt=1)] = PydanticField(default=2)


def test_a_class_that_says_pydantic_is_a_model_of_pydantic() -> None:
    assert issubclass(OfTheUser, BaseModel)
    assert not issubclass(type(Outer), type(BaseModel))
    with pytest.raises(ValidationError):
        OfTheUser(many=1)
    with pytest.raises(ValidationError):
        OfTheUser.model_validate({"unknown": 1})
    assert list(OfTheUser().names()) == []


class Globs(Options):
    paths: list[str] = Field(default=["**/*.py"])


def test_a_default_that_can_be_changed_is_nobody_elses() -> None:
    Globs().paths.append("more")
    assert Globs().paths == ["**/*.py"]


def test_a_rename_imports_no_pydantic(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def old():\n    pass\n")
    (tmp_path / "migration.toml").write_text(
        '[project]\nname = "p"\nsource = ["."]\n[[phase]]\nid = 1\n'
        '[[phase.step]]\nid = "1"\ncodemod = "rename"\nrename = { "a.old" = "new" }\n'
    )
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    program = (
        "import sys, migrate.__main__ as m\n"
        "m.leave = lambda code: print(code, [n for n in ('pydantic', 'libcst', 'rich', 'git') if n in sys.modules], file=sys.stderr)\n"
        "m.main.__globals__['leave'] = m.leave\nsys.argv = ['migrate', 'apply', '--dry-run']\nm.main()\n"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "+def new():" in answer.stdout
    assert answer.stderr.splitlines()[-1] == "0 []"


def test_the_plan_is_described_by_pydantic() -> None:
    assert set(Plan.model_fields) == set(keys_of(Plan))
    assert Plan.model_json_schema()["$defs"]["Step"]["properties"]["id"]["pattern"].startswith("^[A-Za-z0-9]")
