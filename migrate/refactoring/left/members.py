"""What a class keeps of a member that got another name: an alias, or an answer with a warning."""

from __future__ import annotations

import ast

from migrate.model import Location
from migrate.python.edits import Edit, newline_of
from migrate.python.source import last_name
from migrate.refactoring.refused import Refused
from migrate.references.members.classes import Class, called

PROPERTIES = frozenset({"property", "cached_property", "abstractproperty"})
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def is_left_member(cls: Class, old: str, new: str) -> bool:
    """Whether all that binds the old name in the class hands out the new one."""
    if cls.set_on_self(old):
        return False
    return all(_hands_out(node, new) for node in cls.body.get(old, ()) if isinstance(node, FunctionNode)) and all(
        isinstance(node, FunctionNode) or _is_alias(cls, node, new) for node in cls.body.get(old, ())
    )


def _is_alias(cls: Class, node: ast.AST, new: str) -> bool:
    match cls.file.parents.get(node):
        case ast.Assign(value=ast.Name(id=value)):
            return value == new
    return False


def _hands_out(node: ast.AST, new: str) -> bool:
    """Whether a function's last statement returns, or sets, the member of the new name."""
    match getattr(node, "body", [])[-1:]:
        case [ast.Return(value=ast.Call(func=ast.Attribute(value=ast.Name(), attr=attr)))]:
            return attr == new
        case [ast.Return(value=ast.Attribute(value=ast.Name(), attr=attr))]:
            return attr == new
        case [ast.Assign(targets=[ast.Attribute(value=ast.Name(), attr=attr)])]:
            return attr == new
    return False


def alias_of_member(cls: Class, old: str, new: str, remove_in: str | None, *, warns: bool, alone: bool) -> Edit:
    """What answers to the old name, at the end of the class's body: `old = new` where this class `alone` binds it, else a
    function or property that asks for the new name each time, so that what overrides it counts.
    """
    at, data = cls.module.positions, cls.module.source.data
    where = Location(cls.path, cls.line, symbol=cls.qualname)
    first, last = cls.node.body[0], cls.node.body[-1]
    indent = at.decode(data[at.line_start(first.lineno) : at.start(first)])
    if isinstance(first, FunctionNode | ast.ClassDef) and first.decorator_list:
        line = first.decorator_list[0].lineno
        written = at.decode(data[at.line_start(line) : at.line_start(line + 1)])
        indent = written[: len(written) - len(written.lstrip())]
    if indent.strip() or not indent or len(cls.nodes) > 1:
        raise Refused(
            "odd-class", f"{where}: nothing can be added to the body of `{cls.dotted}`", 'say `leave = "nothing"`', where
        )  # fmt: skip
    lines = _lines(cls, old, new, remove_in, warns, alone)
    ending = newline_of(data)
    end = at.line_start((last.end_lineno or last.lineno) + 1)
    step = "\t" if "\t" in indent else indent[: max(1, len(indent) // max(1, cls.node.col_offset // 4 + 1))]
    text = b"".join(
        (at.encode(indent + step * (len(line) - len(line.lstrip("\t"))) + line.lstrip("\t")) if line else b"") + ending
        for line in ["", *lines]
    )
    if not data[:end].endswith((b"\n", b"\r")):
        text = ending + text.removesuffix(ending)
    return Edit(end, end, text)


def _lines(cls: Class, old: str, new: str, remove_in: str | None, warns: bool, alone: bool) -> list[str]:
    """The lines of the definition, indented by tabs."""
    functions = [node for node in cls.body.get(new, cls.body.get(old, ())) if isinstance(node, FunctionNode)]
    decorators = {last_name(called(item)) for node in functions for item in node.decorator_list}
    gone = f"in {remove_in}" if remove_in else "in a future version"
    message = f"{cls.name}.{old} is deprecated and goes {gone}: use {new}"
    warning = (
        ["\timport warnings", "", f'\twarnings.warn("{message}", DeprecationWarning, stacklevel=2)'] if warns else []
    )
    if alone and not warns and old in cls.body and not cls.set_on_self(old):
        return [f"{old} = {new}"]
    if functions and not decorators & PROPERTIES:
        first = "cls" if decorators & {"classmethod", "staticmethod"} else "self"
        head = ["@classmethod"] if first == "cls" else []
        return [*head, f"def {old}({first}, *args, **kwargs):", *warning, f"\treturn {first}.{new}(*args, **kwargs)"]
    if not functions and old in cls.body and not cls.set_on_self(old):
        where = Location(cls.path, cls.line, symbol=cls.qualname)
        reason = f"`{cls.dotted}.{old}` is an attribute of the class, which cannot warn"
        raise Refused("member", reason, 'say `leave = "alias"`', where)
    found = ["@property", f"def {old}(self):", *warning, f"\treturn self.{new}"]
    settable = not functions or any(_is_setter(item) for node in functions for item in node.decorator_list)
    if settable:
        found += ["", f"@{old}.setter", f"def {old}(self, value):", *warning, f"\tself.{new} = value"]
    return found


def _is_setter(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "setter"
