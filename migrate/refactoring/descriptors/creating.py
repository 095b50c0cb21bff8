"""Target B: `create` becomes `create_descriptor`; shared variables and the override go where that only patched addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from migrate.cpp.bodies import Body, Call
from migrate.cpp.functions import Function
from migrate.cpp.source import SUFFIXES, CppFile, Span, span_of
from migrate.cpp.texts import last_name
from migrate.python.edits import Edit
from migrate.refactoring.descriptors.finding import Group, Owner
from migrate.refactoring.descriptors.scene import Scene
from migrate.refactoring.descriptors.text import Text
from migrate.refactoring.descriptors.types import bare_type
from migrate.workspace import Workspace

if TYPE_CHECKING:
    from tree_sitter import Node

PLAIN = frozenset({
    "compound_statement", "for_statement", "for_range_loop", "if_statement", "else_clause", "declaration", "comment",
    "expression_statement", "return_statement", "condition_clause", "init_statement",
})  # fmt: skip
"""What an override may be made of."""


def describe(workspace: Workspace, scene: Scene, group: Group) -> dict[PurePosixPath, list[Edit]]:
    """Prepare the scene for factories that return descriptors; the edits of the headers that declare them.

    Raises Refused where the factory is no `X::create`, or its override does more than patch addresses.
    """
    found: dict[PurePosixPath, list[Edit]] = {}
    for factory in group.factories:
        for path, edits in _Class(workspace, scene, factory).edits().items():
            found.setdefault(path, []).extend(edits)
    return found


class _Class:
    """The class of one factory: its declaration, `create` and the override."""

    def __init__(self, workspace: Workspace, scene: Scene, factory: Owner) -> None:
        self.workspace = workspace
        self.scene = scene
        self.factory = factory
        self.cached = scene.api.cached
        self.name = last_name(factory.function.name.rpartition("::")[0])

    def edits(self) -> dict[PurePosixPath, list[Edit]]:
        """The edits of the header; those of this file go into the scene."""
        function = self.factory.function
        if last_name(function.name) != self.cached.create or not self.name:
            self.scene.refuse(
                "no-create", f"`{function.name}` is no `X::{self.cached.create}`",
                'convert it with `target = "program"`', function.header,
            )  # fmt: skip
        path, text, declared = self.declaration()
        self.uncalled(path)
        self.returns_only()
        overrides = [one for one in self.scene.file.functions if self.is_own(one, self.cached.override)]
        if len(overrides) != 1:
            self.scene.refuse(
                "no-override", f"`{self.name}::{self.cached.override}` is not defined once in this file",
                'convert it with `target = "program"`', function.header,
            )  # fmt: skip
        self.only_patches(overrides[0])
        self.head()
        self.remove(self.scene.text, span_of(self.definition(overrides[0])))
        self.declare(text, declared)
        return {path: text.edits()} if path != self.scene.path else {}

    def is_own(self, function: Function, name: str) -> bool:
        return function.name == f"{self.factory.function.name.rpartition('::')[0]}::{name}"

    def definition(self, function: Function) -> Node:
        node = self.scene.file.node(function.body).parent
        assert node is not None
        return node

    # --- the class ----------------------------------------------------------------------------------------------------

    def declaration(self) -> tuple[PurePosixPath, Text, Node]:
        """The one class of that name that declares `create`: its file, that file's text, its members."""
        found: list[tuple[PurePosixPath, Text, Node]] = []
        for path in self.candidates():
            text = self.scene.text if path == self.scene.path else Text(CppFile(self.workspace.read(path)))
            found += [(path, text, members) for members in _members(text.file.tree.root_node, text, self.name)
                      if _member(text, members, self.cached.create) is not None]  # fmt: skip
        if len(found) != 1:
            self.scene.refuse(
                "no-declaration", f"{len(found)} classes `{self.name}` declare `{self.cached.create}`",
                'convert it with `target = "program"`', self.factory.function.header,
            )  # fmt: skip
        return found[0]

    def candidates(self) -> Iterator[PurePosixPath]:
        word = re.compile(rb"\b(?:struct|class)\s+%s\b" % self.name.encode())
        return (
            path for path in self.workspace.files if path.suffix in SUFFIXES and word.search(self.workspace.read(path))
        )

    def uncalled(self, header: PurePosixPath) -> None:
        """Refuse where somebody names the class's `create` or what it returned."""
        cached = self.cached
        names = "|".join(re.escape(name) for name in (cached.create, cached.override, cached.shared, cached.result))
        outside = re.compile(rb"\b%s\s*::\s*(?:%s)\b" % (self.name.encode(), names.encode()))
        for path in self.workspace.files:
            if path.suffix not in SUFFIXES:
                continue
            data = self.workspace.read(path)
            own = self.own_places() if path == self.scene.path else []
            for match in outside.finditer(data):
                if not any(span.start <= match.start() < span.end for span in own):
                    self.scene.refuse(
                        "caller", f"{path} names `{match[0].decode()}`",
                        'change that first, or convert with `target = "program"`', self.factory.function.header,
                    )  # fmt: skip
        for function in self.scene.file.functions:
            for call in self.scene.file.body(function).calls:
                if call.name in (cached.create, cached.override) and call.receiver is None and not call.scope:
                    self.scene.refuse("caller", f"`{call.name}` is called", "change that first", call.span)

    def own_places(self) -> list[Span]:
        """The heads of `create` and of the override."""
        owned = [self.factory.function]
        owned += [one for one in self.scene.file.functions if self.is_own(one, self.cached.override)]
        return [one.header for one in owned]

    # --- what it does -------------------------------------------------------------------------------------------------

    def returns_only(self) -> None:
        """Refuse a `create` that uses its shared variables for more than to return them."""
        body, cached = self.factory.body, self.cached
        returns = [one.statement for one in body.returns if not any(around.kind == "lambda" for around in one.around)]
        for word in re.finditer(rb"\b%s\b" % cached.shared.encode(), self.scene.file.data):
            place = Span(*word.span())
            if self.factory.function.body.holds(place) and not any(span.holds(place) for span in returns):
                self.scene.refuse(
                    "shared-variables",
                    f"`{cached.shared}` is used before the end",
                    "keep handles in variables of their own",
                    place,
                )
        for statement in returns:
            for call in body.within(statement):
                if not call.braces and call.name not in ("move", cached.result, cached.shared):
                    self.scene.refuse(
                        "side-effect", f"`{call.name}` is called in the return", "call it before", call.span
                    )

    def only_patches(self, override: Function) -> None:
        """Refuse an override that does more than give new addresses to runtime arguments and circular buffers."""
        body = self.scene.file.body(override)
        cached = self.cached
        if body.errors or body.directives or body.lambdas:
            self.more(override.body, "it is not understood")
        for node in _statements(self.scene.file.node(override.body)):
            if node.type.endswith("_statement") and node.type not in PLAIN:
                self.more(span_of(node), f"there is a {node.type.replace('_', ' ')}")
        for call in body.calls:
            if call.name not in cached.reads and call.name not in cached.patches and not self.is_value(call):
                self.more(call.span, f"`{call.name}` is called")
        for one in body.assignments:
            target = self.scene.plain(one.target)
            if one.operator in ("++", "--", "+=") and re.fullmatch(r"\w+", target):
                variable = body.variable(target, one.target.start)
                if variable is not None and not variable.parameter and not variable.reference:
                    continue
            if not self.is_argument(body, one.target) or one.operator != "=" or not self.is_address(body, one.value):
                self.more(one.target, f"`{target}` gets something that is no address")

    def is_value(self, call: Call) -> bool:
        """Whether a call only makes a value: braces, or a type that the table names."""
        results = [
            one for found in self.scene.api.results.values() for one in ([found] if isinstance(found, str) else found)
        ]
        wanted = [one for row in self.scene.api.calls for types in row.types.values() for one in types]
        return call.braces or call.name in {bare_type(one) for one in (*results, *wanted)}

    def is_argument(self, body: Body, target: Span) -> bool:
        """Whether an assignment goes to a runtime argument: `GetRuntimeArgs(…)[0]`, or `args[0]` where that is `args`."""
        node = self.scene.file.node(target)
        listed = node.child_by_field_name("argument") if node.type == "subscript_expression" else None
        if listed is None:
            return False
        call = body.call_at(span_of(listed))
        if call is None and listed.type == "identifier":
            variable = body.variable(self.scene.plain(span_of(listed)), listed.start_byte)
            if variable is not None and variable.reference and variable.initialiser is not None:
                call = body.call_at(variable.initialiser.span)
        return call is not None and call.name in self.cached.reads and call.receiver is None

    def is_address(self, body: Body, value: Span) -> bool:
        call = body.call_at(value)
        return call is not None and call.name == self.cached.address and call.receiver is not None

    def more(self, span: Span, why: str) -> None:
        self.scene.refuse(
            "override", f"the override does more than patch addresses: {why}",
            'convert it with `target = "program"`, or say in `cached` of the table that this only reads', span,
        )  # fmt: skip

    # --- edits --------------------------------------------------------------------------------------------------------

    def head(self) -> None:
        """The head of `create`: its name and what it returns."""
        file, text, api = self.scene.file, self.scene.text, self.scene.api
        node = self.definition(self.factory.function)
        made, declarator = node.child_by_field_name("type"), _function_declarator(node)
        name = declarator.child_by_field_name("declarator") if declarator is not None else None
        while name is not None and name.type == "qualified_identifier":
            name = name.child_by_field_name("name")
        written = self.factory.program.type.replace("const ", "").strip()
        if written == "auto" and self.factory.program.initialiser is not None:
            written = re.split(r"[({]", self.scene.plain(self.factory.program.initialiser.span))[0]
        ns = written[: len(written) - len(last_name(written))]
        if made is None or name is None or last_name(file.text(span_of(made))) != self.cached.result:
            self.scene.refuse(
                "no-create", f"`{self.cached.create}` does not return a `{self.cached.result}`",
                'convert it with `target = "program"`', self.factory.function.header,
            )  # fmt: skip
        text.replace(span_of(made), f"{ns}{api.descriptor}")
        text.replace(span_of(name), self.cached.describe)

    def declare(self, text: Text, members: Node) -> None:
        """The class's members: `create` is renamed, the override and what it needed go."""
        create = _member(text, members, self.cached.create)
        assert create is not None
        made, declarator = create.child_by_field_name("type"), _function_declarator(create)
        name = declarator.child_by_field_name("declarator") if declarator is not None else None
        template = re.search(rf"((?:\w+::)*){self.cached.template}\b", text.old(span_of(members)))
        if made is None or name is None:
            self.scene.refuse(
                "no-declaration", "its declaration is not understood", "write it plainly", self.factory.function.header
            )
        text.replace(span_of(made), f"{template[1] if template else ''}{self.scene.api.descriptor}")
        text.replace(span_of(name), self.cached.describe)
        listed = declarator.child_by_field_name("parameters") if declarator is not None else None
        if listed is not None:
            text.broken(span_of(listed), self.scene.layout)
        for wanted in (self.cached.shared, self.cached.result, self.cached.override):
            node = _member(text, members, wanted)
            if node is not None:
                self.remove(text, span_of(node))

    def remove(self, text: Text, span: Span) -> None:
        """Take something out, with the comments right above it and the blank lines that only it needed."""
        whole = text.line_of(span)
        if whole != span:
            start, end = whole
            while (above := _line_before(text.data, start)) is not None and above[1].startswith(b"//"):
                start = above[0]
            before = next((gone.start for gone, new in text.replaced.items() if gone.end == start and not new), start)
            above = _line_before(text.data, before)
            if above is None or not above[1] or above[1].endswith((b"{", b":")):
                while (below := _line_at(text.data, end)) is not None and not below[1]:
                    end = below[0]
            below = _line_at(text.data, end)
            while below is not None and below[1] == b"};" and above is not None and not above[1] and before == start:
                start = before = above[0]
                above = _line_before(text.data, start)
            whole = Span(start, end)
        text.replace(whole, "")
        if text is self.scene.text:
            self.scene.removed.append(whole)


def _line_before(data: bytes, start: int) -> tuple[int, bytes] | None:
    """Where the line before this one starts, and its words; None at the beginning."""
    if not start:
        return None
    first = data.rfind(b"\n", 0, start - 1) + 1
    return first, data[first:start].strip()


def _line_at(data: bytes, start: int) -> tuple[int, bytes] | None:
    """Where this line ends, and its words; None at the end."""
    if start >= len(data):
        return None
    end = data.find(b"\n", start) + 1 or len(data)
    return end, data[start:end].strip()


def _members(root: Node, text: Text, name: str) -> Iterator[Node]:
    """The bodies of classes of that name."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.type in ("struct_specifier", "class_specifier"):
            named, body = node.child_by_field_name("name"), node.child_by_field_name("body")
            if named is not None and body is not None and text.old(span_of(named)) == name:
                yield body
        waiting += node.named_children


def _member(text: Text, members: Node, name: str) -> Node | None:
    """The declaration of a member function, a nested struct or a type of that name."""
    for node in members.named_children:
        named = node.child_by_field_name("name")
        declarator = _function_declarator(node)
        made = node.child_by_field_name("type")
        if declarator is not None:
            named = declarator.child_by_field_name("declarator")
        elif (
            node.type == "field_declaration"
            and made is not None
            and made.type in ("struct_specifier", "class_specifier")
        ):
            named = made.child_by_field_name("name")
        if named is not None and text.old(span_of(named)) == name:
            return node
    return None


def _function_declarator(node: Node) -> Node | None:
    here = node.child_by_field_name("declarator")
    while here is not None and here.type in ("reference_declarator", "pointer_declarator"):
        here = here.named_children[-1] if here.named_children else None
    return here if here is not None and here.type == "function_declarator" else None


def _statements(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting += here.named_children
