"""Generated pairs of configuration classes before and after merge-configs: each keeps its fields, defaults and methods."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from codemod_cases import write_tree
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate import codemods

BODY = "class {name}:\n{fields}\n{methods}"


@st.composite
def classes(draw: st.DrawFn, like: str) -> str:
    """A dataclass, or one with plain attributes; its fields come in different orders and with other defaults now and then."""
    names = draw(st.lists(st.sampled_from("abcd"), min_size=2, max_size=4, unique=True))
    if draw(st.booleans()):
        names.sort()
    odd = draw(st.sampled_from([0, 0, 0, 1]))
    hint = ": int" if like == "dataclass" else ""
    fields = "\n".join(f"    {name}{hint} = {ord(name) + odd * (name == 'b')}" for name in names)
    methods = "".join(f"\n    def {name}(self):\n        return {value}\n" for name, value in draw(METHODS).items())
    return BODY.format(name="Config", fields=fields, methods=methods)


METHODS = st.dictionaries(
    st.sampled_from(["size", "shown", "__str__", "_own"]),
    st.sampled_from(["'x'", "'x'", "str(self.__dict__)"]),
    max_size=2,
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    like = draw(st.sampled_from(["dataclass", "plain"]))
    head = "from dataclasses import dataclass\n\n\n@dataclass\n" if like == "dataclass" else ""
    first, second = draw(classes(like)), draw(classes(like))
    return head + first, head + (first if draw(st.sampled_from([False, False, True])) else second)


def shape(cls: type) -> dict[str, Any]:
    """What a caller sees of a class: fields in their order, what it gives, its methods."""
    made = [cls()]
    names = list(getattr(cls, "__dataclass_fields__", None) or sorted(name for name in dir(cls) if name in "abcd"))
    if hasattr(cls, "__dataclass_fields__"):
        made.append(cls(*range(len(names))))
    values = [[getattr(item, name) for name in names] for item in made]
    methods = {name: getattr(made[0], name)() for name in ("size", "shown", "_own") if hasattr(cls, name)}
    own_str = cls.__str__ is not object.__str__
    return {"names": names, "values": values, "methods": methods, "str": str(made[0]) if own_str else ""}


def defined(text: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "config"}
    exec(compile(text, "config.py", "exec", dont_inherit=True), namespace)  # the text is the test's own
    return namespace


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=pairs(), rename=st.booleans(), defaults=st.sampled_from(["refuse", "refuse", "keep", "from"]))
def test_each_class_keeps_what_callers_see(pair: tuple[str, str], rename: bool, defaults: str, tmp_path: Path) -> None:
    into, old = pair
    files = {"config.py": into, "job.py": old}
    workspace = write_tree({PurePosixPath(name): text.encode() for name, text in files.items()}, tmp_path)
    options = {"from": ["job"], "into": "config", "defaults": defaults, "leave": "nothing"}
    if rename:
        options["rename"] = {"Config": "Other"}
    outcome = codemods.make("merge-configs", options).run(workspace)

    theirs, mine = shape(defined(into)["Config"]), shape(defined(old)["Config"])
    if outcome.refusals:
        assert {refusal.code for refusal in outcome.refusals} == {"other-defaults"}
        assert theirs["values"] != mine["values"]
        return
    [text] = [change.after for change in outcome.changes if str(change.path) == "config.py"] or [into.encode()]
    after = defined((text or b"").decode())
    [move] = [move for move in outcome.moves if move.kind == "symbol" and move.old.endswith(".Config")]
    name = move.new.rpartition(".")[2]
    if name == "Config" and defaults != "refuse":
        assert shape(after["Config"]) == (theirs if defaults == "keep" else mine)
        return
    assert shape(after["Config"]) == theirs
    now = shape(after[name])
    gained = {method: now["methods"].pop(method) for method in list(now["methods"]) if method not in mine["methods"]}
    assert now["methods"] == mine["methods"]
    assert gained.keys() <= theirs["methods"].keys() - {"_own"}
    for part in ("names", "values"):
        assert now[part] == mine[part]
    assert now["str"].replace(name, "Config") == mine["str"]
    again = codemods.make("merge-configs", options | {"leave": "nothing"}).run(workspace.with_changes(outcome.changes))
    assert again.changes == ()
