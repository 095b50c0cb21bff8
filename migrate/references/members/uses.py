"""Every place that has, or may have, to do with a member of a family of classes, with the evidence for it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.python.bindings import Use
from migrate.python.edits import Unplaced
from migrate.python.source import last_name
from migrate.references.fstrings import attribute_place
from migrate.references.members.classes import Class, ClassFile
from migrate.references.members.hierarchy import Family, Hierarchy
from migrate.references.members.values import (
    ClassObject,
    Foreign,
    Instance,
    Items,
    Known,
    ModuleObject,
    Nothing,
    Parent,
    Routine,
    Value,
)
from migrate.references.parents import nodes_on

Form = Literal["attribute", "string", "keyword", "pattern", "match-args", "text"]
"""`x.name` · a string that is the name, given to `getattr` and its kin or elsewhere · a keyword argument that sets a field ·
a keyword of a class pattern · a string in `__match_args__` or `__slots__` · a longer string that holds `Class.name`."""
Evidence = Literal["resolved", "other", "unknown"]

ASKING = frozenset({"getattr", "setattr", "hasattr", "delattr"})
PATCHING = frozenset({"object", "setattr", "delattr"})
"""`mock.patch.object(x, "name")`, `monkeypatch.setattr(x, "name", …)`."""
GETTERS = frozenset({"attrgetter", "methodcaller"})
FIELD_MAKERS = frozenset({"dataclass", "dataclass_transform", "define", "frozen", "mutable", "attrs", "s"})


@dataclass(frozen=True, slots=True, eq=False)
class MemberUse:
    """One place. `start` and `end` are bytes of the file and enclose the name; both are -1 where that cannot be placed.

    `resolved`: it means the family's member. `other`: it provably does not. `unknown`: nobody can tell; `reason` says why.
    """

    path: PurePosixPath
    start: int
    end: int
    line: int
    form: Form
    evidence: Evidence
    reason: str
    node: ast.AST
    receiver: Class | None = None
    """The class that the receiver is known to be, or to inherit from."""
    call: ast.Call | None = None
    """The call of it: `x.name(…)`; of a keyword or string, the call that it is given to."""
    by_class: bool = False
    """Whether it is asked of the class itself, so that a call passes `self` by hand (unless it is a class or static method)."""


def find_uses(hierarchy: Hierarchy, family: Family, name: str) -> Iterator[MemberUse]:
    """The places, by file and offset. A file that cannot be parsed gives none: see the index's `unread`."""
    written = _word(name)
    own = {cls.path for cls in _with_ancestors(hierarchy, family)}
    for path in sorted({*hierarchy.names.files_with(name), *own}):
        data = hierarchy.index.workspace.read(path)
        there = not name.isascii() or written.search(data) is not None
        computed = path in own and b"attr(" in data
        if there or computed:
            file = hierarchy.file(path)
            if file is not None:
                finder = _Finder(hierarchy, family, name, file)
                found = [*(finder.find() if there else ()), *(finder.computed() if computed else ())]
                yield from sorted(found, key=lambda use: (use.line, use.start))


def evidence_of(hierarchy: Hierarchy, family: Family, file: ClassFile, known: Known) -> Evidence:
    """Whether the family's member is meant where it is asked, in that file, of something known to be one of these."""
    return _Finder(hierarchy, family, family.member, file).verdict(known, "")[0]


class _Finder:
    """Looks through one file."""

    def __init__(self, hierarchy: Hierarchy, family: Family, name: str, file: ClassFile) -> None:
        self.hierarchy = hierarchy
        self.family = family
        self.name = name
        self.file = file
        self.at = file.module.positions
        self.mangled = name.startswith("__") and not name.endswith("__")
        self.strings: dict[ast.AST, ast.JoinedStr] = {}

    def find(self) -> Iterator[MemberUse]:
        fields = self.is_field
        for node in self.nodes:
            match node:
                case ast.JoinedStr():
                    for inner in ast.walk(node):
                        self.strings.setdefault(inner, node)
                case ast.Attribute(attr=attr) if attr == self.name:
                    yield self.attribute(node)
                case ast.MatchClass(kwd_attrs=names) if self.name in names:
                    yield self.pattern(node)
                case ast.Call(keywords=keywords) if not fields and any(item.arg == self.name for item in keywords):
                    yield from self.handed_on(node)
                case ast.Call(keywords=keywords) if fields:
                    for keyword in keywords:
                        if keyword.arg == self.name:
                            yield from self.keyword(node, keyword)
        yield from self.quoted()
        yield from self.in_strings()

    @property
    def nodes(self) -> Iterator[ast.AST]:
        """The nodes of the statements in which the name is written."""
        if not (self.name.isascii() and self.at.data.isascii()):  # it may be written in other letters
            return ast.walk(self.file.tree)
        places = _word(self.name).finditer(self.at.data)
        return nodes_on(self.file.tree, {self.at.line_of(match.start()) for match in places})

    # attributes

    def attribute(self, node: ast.Attribute) -> MemberUse:
        parent = self.file.parents.get(node)
        call = parent if isinstance(parent, ast.Call) and parent.func is node else None
        try:
            start, end = attribute_place(self.file.module, node, self.strings.get(node))
        except Unplaced:
            start, end = -1, -1
        evidence, reason, receiver, by_class = self.judge(node.value)
        return MemberUse(
            self.file.module.path, start, end, node.end_lineno or node.lineno, "attribute", evidence, reason, node,
            receiver, call, by_class,
        )  # fmt: skip

    def judge(self, node: ast.expr) -> tuple[Evidence, str, Class | None, bool]:
        """(evidence, reason, class, whether it is the class itself) of something that the member is asked of."""
        if self.mangled:
            around = self.hierarchy.around(self.file.scope(node), self.file)
            inside = around is not None and around in self.family
            return ("resolved" if inside else "other"), "", around if inside else None, False
        known = self.hierarchy.receivers.of(self.file, node)
        return self.verdict(known, ast.unparse(node))

    def verdict(self, known: Known | None, written: str) -> tuple[Evidence, str, Class | None, bool]:
        if known is None:
            return "unknown", f"what `{written}` is, is not known", None, False
        answers = {value: self.one(value) for value in known if not isinstance(value, Nothing)}
        classes = [
            value.cls for value, sure in answers.items() if sure and isinstance(value, Instance | ClassObject | Parent)
        ]
        receiver = min(classes, key=lambda cls: cls.dotted) if classes else None
        if answers and all(answers.values()):
            return "resolved", "", receiver, all(isinstance(value, ClassObject) for value in answers)
        if answers and all(answer is False for answer in answers.values()):
            return "other", "", None, False
        if not answers:
            return "unknown", f"`{written}` is None for all that is known", None, False
        if None in answers.values():
            return "unknown", f"`{written}` may be of a class with this member or not", receiver, False
        return "unknown", f"`{written}` may be of several classes", receiver, False

    def one(self, value: Value) -> bool | None:
        """Whether the member, asked of this value, is the family's."""
        match value:
            case Instance() | ClassObject():
                return self.hierarchy.is_instance_of(value, self.family)
            case Parent(cls=cls):
                if cls in self.family:
                    return True
                return self.hierarchy.is_instance_of(Instance(cls), self.family)
            case Foreign(exact=True):
                return False
            case Foreign(dotted=dotted, instance=True):
                return None if dotted.startswith(ABSTRACT) or self.may_be(frozenset({dotted})) else False
            case Items():
                return None if self.may_be(CONTAINERS) else False
            case Routine(node=node):
                return None if node.decorator_list else False  # a decorator may make anything of it
            case ModuleObject() | Foreign():
                return False
        return None

    @cached_property
    def bases_outside(self) -> frozenset[str] | None:
        """What the family inherits from outside the tree, all that is above that too; None where some of it is unknown."""
        found: set[str] = set()
        for base in {base for cls in self.family.classes for base in self.hierarchy.ancestors(cls)}:
            if not isinstance(base, Class):
                above = self.hierarchy.outside.ancestors(base.dotted)
                if above is None:
                    return None
                found |= above
        return frozenset(found)

    def may_be(self, outside: frozenset[str]) -> bool:
        """Whether an instance of one of these outside classes may be one of the family."""
        return self.bases_outside is None or not self.bases_outside.isdisjoint(outside)

    # fields

    @cached_property
    def is_field(self) -> bool:
        """Whether the member is a field: an annotated name in the body of a dataclass or the like."""
        return any(
            isinstance(cls.file.parents.get(node), ast.AnnAssign)
            for cls in self.family.definers
            for node in cls.body.get(self.name, ())
        )

    def keyword(self, call: ast.Call, keyword: ast.keyword) -> Iterator[MemberUse]:
        """`Class(name=…)` where the class makes its constructor of its fields, and `replace(x, name=…)`."""
        called = last_name(call.func)
        if called in ("replace", "evolve", "_replace", "model_copy"):
            asked = call.func.value if called == "_replace" and isinstance(call.func, ast.Attribute) else None
            first = asked or (call.args[0] if call.args else None)
            if first is None:
                return
            evidence, reason, receiver, _ = self.judge(first)
            if called == "replace" and evidence == "unknown" and not self._is_dataclasses(call.func):
                return
        else:
            known = self.hierarchy.receivers.of(self.file, call.func)
            if known is not None and not any(isinstance(value, ClassObject | Parent) for value in known):
                return
            if known is None and not called[:1].isupper() and called not in ("cls", "klass", "__init__"):
                return
            evidence, reason, receiver, _ = self.verdict(known, ast.unparse(call.func))
            if receiver and evidence == "resolved" and not makes_fields(self.hierarchy, receiver):
                return
        yield self._at(self.at.start(keyword), keyword.lineno, "keyword", evidence, reason, keyword, receiver, call)

    def handed_on(self, call: ast.Call) -> Iterator[MemberUse]:
        """`f(name=…)` in a file that sets attributes of one of the family by names that are computed."""
        setting = [node for node in self.computing if last_name(node.func) == "setattr"]
        for keyword in call.keywords if setting else ():
            if keyword.arg == self.name:
                reason = f"`{self.name}=`, in a file with `{ast.unparse(setting[0])[:60]}`"
                start = self.at.start(keyword)
                yield self._at(start, keyword.lineno, "keyword", "unknown", reason, keyword, None, call)

    def _is_dataclasses(self, node: ast.expr) -> bool:
        known = self.hierarchy.receivers.of(self.file, node)
        return known == frozenset({Foreign("dataclasses.replace")}) or known == frozenset({Foreign("copy.replace")})

    # patterns

    def pattern(self, node: ast.MatchClass) -> MemberUse:
        place = -1
        index = node.kwd_attrs.index(self.name)
        value = node.kwd_patterns[index]
        before: ast.AST = node.kwd_patterns[index - 1] if index else node.patterns[-1] if node.patterns else node.cls
        gap = self.at.data[self.at.end(before) : self.at.start(value)]
        match = re.search(rb"(?<!\w)(" + re.escape(self.at.encode(self.name)) + rb")(?:\s|\\)*=(?:\s|\\|\()*\Z", gap)
        if match:
            place = self.at.end(before) + match.start(1)
        known = self.hierarchy.receivers.of(self.file, node.cls)
        narrowed = None if known is None else frozenset(
            Instance(value.cls) if isinstance(value, ClassObject) else value for value in known
        )  # fmt: skip
        evidence, reason, receiver, _ = self.verdict(narrowed, ast.unparse(node.cls))
        return self._at(place, node.lineno, "pattern", evidence, reason, node, receiver, None)

    # strings

    def quoted(self) -> Iterator[MemberUse]:
        """Attributes in annotations that are strings: `x: "Class.name"`."""
        for use in self.file.module.bindings.uses:
            if use.quoted is not None:
                for count, attribute in enumerate(use.attributes):
                    if attribute.attr == self.name:
                        yield self._in_annotation(use, count, attribute)

    def _in_annotation(self, use: Use, count: int, attribute: ast.Attribute) -> MemberUse:
        assert use.quoted is not None
        known = self.hierarchy.receivers.of(self.file, use.name, use.scope)
        for before in use.attributes[:count]:
            known = self.hierarchy.receivers.attribute(known, before.attr) if known is not None else None
        evidence, reason, receiver, by_class = self.verdict(known, ast.unparse(attribute.value))
        try:
            written = use.text.encode()[: attribute.end_col_offset or 0].decode()
            stop = self.at.string_start(use.quoted) + len(self.at.encode(written))
            start = self.at.checked(stop - len(self.at.encode(self.name)), self.name)[0]
        except Unplaced:
            start = -1
        return self._at(start, use.quoted.lineno, "attribute", evidence, reason, attribute, receiver, None, by_class)

    def in_strings(self) -> Iterator[MemberUse]:
        proven = {}
        for reference in self.hierarchy.index.strings_in(self.file.module.path, (self.name,)):
            owner = self.hierarchy.of(reference.owner) if reference.owner and reference.owner.name else None
            if reference.written == self.name and owner and owner in self.family and reference.string is not None:
                proven[reference.string] = (reference.start, owner)
        for string, parent in self.file.module.bindings.strings:
            text = str(string.value)
            if self.name not in text:
                continue
            if string in proven:
                start, owner = proven[string]
                yield self._at(start, string.lineno, "string", "resolved", "", string, owner, _call(parent))
            elif text == self.name:
                yield from self.string(string, parent)
            elif isinstance(parent, ast.Call) and last_name(parent.func) == "attrgetter":
                parts = text.split(".")
                if self.name in parts:
                    reason = f"`attrgetter({text!r})`: what it is asked of is not known"
                    yield self._at(-1, string.lineno, "string", "unknown", reason, string, None, parent)
            elif match := self.dotted.search(text):
                start = self._inside(string)
                place = start + len(self.at.encode(text[: match.start(1)])) if start >= 0 else -1
                yield self._at(place, string.lineno, "text", "unknown", f"the string {text[:60]!r}", string, None, None)

    @cached_property
    def dotted(self) -> re.Pattern[str]:
        """`Class.name` in a longer string, for a class that defines it."""
        names = "|".join(sorted({re.escape(cls.name) for cls in self.family.definers}))
        return re.compile(rf"(?<!\w)(?:{names})[.:]({re.escape(self.name)})(?!\w)")

    def string(self, node: ast.Constant, parent: ast.AST | None) -> Iterator[MemberUse]:
        """A string that is just the name."""
        start = self._inside(node)
        call = _call(parent)
        called = last_name(call.func) if call else ""
        if call is not None and call.args[1:2] == [node] and called in ASKING | PATCHING:
            evidence, reason, receiver, _ = self.judge(call.args[0])
            reason = f"`{called}({ast.unparse(call.args[0])}, {self.name!r})`: {reason}" if reason else ""
            yield self._at(start, node.lineno, "string", evidence, reason, node, receiver, call)
        elif call is not None and called in GETTERS and node in call.args:
            reason = f"`{called}({self.name!r})`: what it is asked of is not known"
            yield self._at(start, node.lineno, "string", "unknown", reason, node, None, call)
        elif (table := self._table(node)) and table[0] in self.family:
            yield self._at(start, node.lineno, "match-args", "resolved", "", node, table[0], None)
        elif not table and any(self.computing):
            asking = ast.unparse(self.computing[0])
            reason = f"the string {self.name!r}, in a file with `{asking[:60]}`"
            yield self._at(start, node.lineno, "string", "unknown", reason, node, None, call)
        elif not table:
            reason = f"the string {self.name!r} may name the member"
            yield self._at(start, node.lineno, "text", "unknown", reason, node, None, call)

    @cached_property
    def computing(self) -> list[ast.Call]:
        """The `getattr` and its kin that ask one of the family for a name that is computed."""
        asking = b"attr" in self.at.data
        calls = [
            node
            for node in (ast.walk(self.file.tree) if asking else ())
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING
            and len(node.args) > 1 and not isinstance(node.args[1], ast.Constant)
        ]  # fmt: skip
        around = _with_ancestors(self.hierarchy, self.family) if calls else frozenset()
        return [
            node
            for node in calls
            if any(
                isinstance(value, Instance | ClassObject) and value.cls in around
                for value in self.hierarchy.receivers.of(self.file, node.args[0]) or ()
            )
        ]

    def computed(self) -> Iterator[MemberUse]:
        """`getattr(self, f"visit_{name}")` and the like, where the name may come out as the member's."""
        for node in self.computing:
            pattern = _pattern(node.args[1])
            if pattern and re.fullmatch(pattern, self.name):
                reason = f"`{ast.unparse(node)[:80]}` may ask for `{self.name}`"
                yield self._at(-1, node.lineno, "string", "unknown", reason, node, None, node)

    def _table(self, node: ast.AST) -> tuple[Class, str] | None:
        """The class in whose `__slots__` or `__match_args__` the string stands."""
        for inner, outer in self.file.around(node):
            match outer:
                case ast.Assign(targets=[ast.Name(id="__slots__" | "__match_args__" as which)]):
                    cls = self.hierarchy.around(self.file.scope(outer), self.file)
                    return (cls, which) if cls else None
                case ast.Tuple() | ast.List() | ast.Set() | ast.Dict() if isinstance(inner, ast.expr):
                    continue
                case _:
                    return None
        return None

    def _inside(self, node: ast.Constant) -> int:
        try:
            return self.at.string_start(node)
        except Unplaced:
            return -1

    def _at(
        self,
        start: int,
        line: int,
        form: Form,
        evidence: Evidence,
        reason: str,
        node: ast.AST,
        receiver: Class | None,
        call: ast.Call | None,
        by_class: bool = False,
    ) -> MemberUse:
        end = -1
        if start >= 0:
            try:
                start, end = self.at.checked(start, self.name)
            except Unplaced:
                start = -1
        return MemberUse(
            self.file.module.path, start, end, line, form, evidence, reason, node, receiver, call, by_class
        )  # fmt: skip


ABSTRACT = ("typing.", "typing_extensions.", "collections.abc.", "abc.", "numbers.", "os.PathLike")
CONTAINERS = frozenset(
    {"builtins.dict", "builtins.list", "builtins.set", "builtins.tuple", "collections.OrderedDict", "typing.NamedTuple"}
)


def makes_fields(hierarchy: Hierarchy, cls: Class) -> bool:
    """Whether calling the class takes its annotated names as keyword arguments."""
    for base in hierarchy.mro(cls):
        if isinstance(base, Class):
            if base.decorators & FIELD_MAKERS:
                return True
            if "__init__" in base.body:
                return False
        elif base.dotted.rpartition(".")[2] in ("NamedTuple", "TypedDict", "BaseModel", "Struct"):
            return True
    return False


def _word(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?<!\w)" + re.escape(name.encode()) + rb"(?!\w)")


def _with_ancestors(hierarchy: Hierarchy, family: Family) -> frozenset[Class]:
    """The family, and the classes from which its definers inherit."""
    above = {base for cls in family.definers for base in hierarchy.ancestors(cls) if isinstance(base, Class)}
    return family.classes | above


def _pattern(node: ast.expr) -> str:
    """What a computed string looks like; empty where nothing of it is known."""
    match node:
        case ast.JoinedStr(values=parts):
            pieces = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".*" for part in parts]
            return "".join(pieces) if any(isinstance(part, ast.Constant) for part in parts) else ""
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Mod()):
            pieces = re.split(r"(%\w)", text)
            numbers = {"%d": r"-?\d+", "%i": r"-?\d+"}
            is_field = re.compile(r"%\w").fullmatch
            return "".join(numbers.get(piece, ".*") if is_field(piece) else re.escape(piece) for piece in pieces)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            known = [str(part.value) if isinstance(part, ast.Constant) else None for part in (left, right)]
            ends = [
                re.escape(text) if text is not None else _pattern(part) or ".*"
                for text, part in zip(known, (left, right), strict=True)
            ]
            return "".join(ends) if ends != [".*", ".*"] else ""
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="format")):
            return ".*".join(map(re.escape, re.split(r"\{[^}]*\}", text)))
    return ""


def _call(parent: ast.AST | None) -> ast.Call | None:
    return parent if isinstance(parent, ast.Call) else None
