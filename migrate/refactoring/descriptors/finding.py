"""Which functions of a file build a program, with which helpers, and what stands in the way of converting them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from migrate.cpp.bodies import Body, Call, Lambda, Use, Variable
from migrate.cpp.functions import Function
from migrate.cpp.source import CppFile, Span, span_of
from migrate.cpp.texts import last_name
from migrate.refactoring.descriptors.api import Api
from migrate.refactoring.descriptors.types import bare_type
from migrate.refactoring.refused import Refused

if TYPE_CHECKING:
    from tree_sitter import Node

    from migrate.refactoring.descriptors.scene import Scene

UseKind = Literal["call", "helper", "last", "capture"]
WITHIN = frozenset({"for_each", "for_each_n", "transform", "generate", "generate_n", "all_of", "any_of", "none_of"})
"""Algorithms of `std` that run a lambda and do not keep it."""


class Site(NamedTuple):
    """One use of a program: a call of the old interface, a helper's, what is made of the finished program, a capture."""

    kind: UseKind
    use: Use
    call: Call | None = None


@dataclass(eq=False, slots=True)
class Owner:
    """A function with a program of its own, or a helper that gets one by reference."""

    function: Function
    body: Body
    program: Variable
    sites: list[Site] = field(default_factory=list)
    refusal: Refused | None = None

    @property
    def is_factory(self) -> bool:
        """Whether the program is its own."""
        return not self.program.parameter


@dataclass(slots=True)
class Group:
    """Factories and the helpers that they share: converted together or not at all."""

    owners: list[Owner]

    @property
    def factories(self) -> list[Owner]:
        """Those that own a program."""
        return [owner for owner in self.owners if owner.is_factory]


def groups_of(scene: Scene) -> list[Group]:
    """Every group of the file that has a factory in the old style, with what is in its way."""
    owners = [owner for function in scene.file.functions for owner in _owners(scene, function)]
    helpers: dict[str, list[Owner]] = {}
    for owner in owners:
        if not owner.is_factory:
            helpers.setdefault(last_name(owner.function.name), []).append(owner)
    edges: list[tuple[Owner, Owner]] = []
    for owner in (one for one in owners if one.refusal is None):
        try:
            edges += _classify(scene, owner, helpers)
        except Refused as refused:
            owner.refusal = refused
    found = [group for group in _components(owners, edges) if any(_builds(scene, owner) for owner in group.factories)]
    for group in found:
        try:
            _check(scene, group, helpers)
        except Refused as refused:
            group.owners[0].refusal = group.owners[0].refusal or refused
    return found


def is_program(api: Api, variable: Variable, file: CppFile) -> bool:
    """Whether a local variable is a program that this function starts."""
    if variable.parameter or variable.reference or variable.names:
        return False
    written = bare_type(variable.type)
    if written == api.program:
        return True
    if written != "auto" or variable.initialiser is None:
        return False
    return re.match(rf"(?:\w+::)*{api.program}\s*[({{]", file.text(variable.initialiser.span)) is not None


def _owners(scene: Scene, function: Function) -> Iterator[Owner]:
    if scene.api.program.encode() not in function.span.of(scene.file.data):
        return
    body = scene.file.body(function)
    programs = [one for one in body.variables if is_program(scene.api, one, scene.file)]
    if programs:
        owner = Owner(function, body, programs[0])
        if len(programs) > 1:
            owner.refusal = Refused(
                "two-programs", f"`{function.name}` makes {len(programs)} programs", "make a function for each",
                scene.where(programs[1].declared),
            )  # fmt: skip
        yield owner
        return
    named = {
        one.name
        for one in function.parameters
        if bare_type(one.type.rstrip("&*")) == scene.api.program and one.reference
    }
    found = [one for one in body.variables if one.parameter and one.name in named and not one.around]
    if len(found) == 1:
        yield Owner(function, body, found[0])


def _builds(scene: Scene, owner: Owner) -> bool:
    """Whether the function itself builds its program: by calls of the interface, or by passing an empty one on."""
    for program in (one for one in owner.body.variables if is_program(scene.api, one, scene.file)):
        for use in owner.body.uses(program):
            if (
                use.kind == "argument"
                and use.call is not None
                and (use.call.name in scene.api.names or _is_empty(scene, program))
            ):
                return True
    return False


def _components(owners: Sequence[Owner], edges: Sequence[tuple[Owner, Owner]]) -> list[Group]:
    groups = {id(owner): [owner] for owner in owners}
    for one, other in edges:
        first, second = groups[id(one)], groups[id(other)]
        if first is not second:
            first += second
            for owner in second:
                groups[id(owner)] = first
    unique = {id(group): group for group in groups.values()}
    return [Group(sorted(group, key=lambda owner: owner.function.span)) for group in unique.values()]


def _classify(scene: Scene, owner: Owner, helpers: dict[str, list[Owner]]) -> Iterator[tuple[Owner, Owner]]:
    """Sort the uses of the owner's program; the helpers that it reaches."""
    body, program = owner.body, owner.program
    for use in body.uses(program):
        call = use.call
        if use.kind == "captured":
            owner.sites.append(Site("capture", use))
        elif (
            use.kind == "argument"
            and call is not None
            and call.receiver is None
            and scene.api.named(call.name)
            and scene.api.speaks(call.scope)
        ):
            owner.sites.append(Site("call", use, call))
        elif use.kind == "argument" and call is not None and len(helpers.get(call.name, ())) == 1:
            helper = helpers[call.name][0]
            if (
                use.position >= len(helper.function.parameters)
                or helper.function.parameters[use.position].name != helper.program.name
                or not f"::{helper.function.name}".endswith(f"::{call.qualified.removeprefix('::')}")
                or call.receiver is not None
            ):
                scene.refuse(
                    "program-escapes", f"`{call.name}` gets the program", "write that call out by hand", use.span
                )
            owner.sites.append(Site("helper", use, call))
            yield owner, helper
        elif owner.is_factory and (use.kind in ("moved", "returned") or _is_result(scene.file, use)):
            owner.sites.append(Site("last", use))
        else:
            _escapes(scene, owner, use)


def _escapes(scene: Scene, owner: Owner, use: Use) -> None:
    name = owner.program.name
    if use.call is not None and use.kind in ("argument", "method"):
        shown = f"`{use.call.qualified}` gets `{name}`, and is neither in the table nor a helper in this file"
        if use.kind == "method":
            shown = f"`{name}.{use.call.name}` is called"
        scene.refuse(
            "program-escapes", shown, "add it to `calls` of the table, or bring the helper into this file", use.span
        )
    scene.refuse(
        "program-escapes",
        f"what becomes of `{name}` here is not known",
        "use it only in calls and at the end",
        use.span,
    )


def _is_result(file: CppFile, use: Use) -> bool:
    """Whether the program is a part of what is returned: in braces, and in no function's hands."""
    in_hands = use.kind in ("argument", "method") and (use.call is None or not use.call.braces)
    return not in_hands and file.node(use.statement).type == "return_statement"


def _check(scene: Scene, group: Group, helpers: dict[str, list[Owner]]) -> None:
    """Raise Refused for the first thing in the way of this group."""
    for owner in group.owners:
        if owner.refusal is not None:
            raise owner.refusal
    for owner in group.owners:
        _readable(scene, owner)
        _made_here(scene, owner)
        _aliased(scene, owner)
        for site in owner.sites:
            _placed(scene, owner, site)
        if owner.is_factory:
            first_last(scene, owner)
        else:
            _shared(scene, owner, group, helpers)


def _readable(scene: Scene, owner: Owner) -> None:
    body, data = owner.body, owner.function.span.of(scene.file.data)
    if body.errors:
        scene.refuse(
            "unparsable", f"`{owner.function.name}` holds text that is not understood",
            "write macros there as statements that end with a semicolon", body.errors[0],
        )  # fmt: skip
    if (word := _misread(scene, owner)) is not None:
        scene.refuse(
            "unparsable", f"`{scene.plain(word)}` is read as a name: a macro before it hides what this is",
            "write macros there as statements that end with a semicolon", word,
        )  # fmt: skip
    if b"goto" in data and (found := _first(scene.file.node(owner.function.body), "goto_statement")) is not None:
        scene.refuse(
            "goto", "a jump may pass by what would be declared", "write it as a loop or a return", span_of(found)
        )
    names = {call.name for call in body.calls}
    for name in sorted(scene.api.names & names):
        if any(one.name == name for one in body.variables) or any(
            last_name(one.name) == name for one in scene.file.functions
        ):
            span = next(call.span for call in body.calls if call.name == name)
            scene.refuse(
                "shadowed-call", f"`{name}` is not only the interface's here", "give the other one another name", span
            )


def _misread(scene: Scene, owner: Owner) -> Span | None:
    """A keyword that the parser took for a name, as in `FOREVER break;`."""
    waiting = [scene.file.node(owner.function.body)]
    while waiting:
        node = waiting.pop()
        if node.type in ("identifier", "type_identifier") and span_of(node).of(scene.file.data) in KEYWORDS:
            return span_of(node)
        waiting += node.named_children
    return None


KEYWORDS = frozenset(
    b"break case catch continue default delete do else for goto if new return switch throw try while".split()
)


def _first(node: Node, kind: str) -> Node | None:
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here.type == kind:
            return here
        waiting += reversed(here.named_children)
    return None


def _is_empty(scene: Scene, program: Variable) -> bool:
    if program.initialiser is None:
        return True
    text = scene.plain(program.initialiser.span)
    return re.fullmatch(rf"\{{\}}|(?:\w+::)*{scene.api.program}(?:\(\)|\{{\}})", text) is not None


def _made_here(scene: Scene, owner: Owner) -> None:
    """Refuse a program that is not empty at its start."""
    program = owner.program
    if program.parameter:
        if program.reference != "&" or "const" in program.type:
            scene.refuse(
                "program-escapes", "the program is no plain reference", "take it as `Program&`", program.declared
            )
        return
    if not _is_empty(scene, program):
        scene.refuse("mixed-style", "the program is not empty at its start", "convert it by hand", program.declared)
    words = scene.file.text(Span(program.declared.start, program.named.start)).split()
    if {"static", "thread_local", "extern"}.intersection(words):
        scene.refuse("program-escapes", "the program outlives the function", "make it a plain local", program.declared)
    if not program.alone:
        scene.refuse("program-escapes", "the program is declared with others", "declare it alone", program.declared)


def _aliased(scene: Scene, owner: Owner) -> None:
    """Refuse calls of the interface on some program that is not this one, unless it is a callback's own."""
    known = {site.call.span for site in owner.sites if site.call is not None}
    for call in owner.body.calls:
        if call.name not in scene.api.names or call.receiver is not None or call.span in known:
            continue
        for argument in call.arguments:
            variable = owner.body.variable(scene.plain(argument.span), argument.span.start)
            if (
                variable is not None
                and variable.parameter
                and variable.around
                and bare_type(variable.type) == scene.api.program
            ):
                break
        else:
            scene.refuse("program-escapes", f"`{call.name}` gets another program", "name the program itself", call.span)


def _placed(scene: Scene, owner: Owner, site: Site) -> None:
    """Refuse a use in an `#if`, or in a lambda that may run later."""
    for around in site.use.around:
        if around.kind == "preprocessor":
            scene.refuse(
                "preprocessor", "the program is built in an `#if`", "make it a condition of the language", site.use.span
            )
        if around.kind == "function":
            scene.refuse("captured-program", "a local class uses the program", "make it a lambda", site.use.span)
        if around.kind == "lambda" and around.span.start > owner.program.declared.start:
            found = next(one for one in owner.body.lambdas if one.span == around.span)
            if site.kind == "last" or not _runs_at_once(owner.body, found):
                scene.refuse(
                    "captured-program", "a lambda that may run later holds the program",
                    "let it take the program as its parameter", site.use.span,
                )  # fmt: skip
    if site.kind == "capture":
        capture = next((one for one in owner.body.lambdas if one.span.holds(site.use.span)), None)
        if (
            capture is None
            or f"&{owner.program.name}" not in capture.captures
            or not _runs_at_once(owner.body, capture)
        ):
            scene.refuse(
                "captured-program", "a lambda that may run later holds the program",
                "let it take the program as its parameter", site.use.span,
            )  # fmt: skip


def _runs_at_once(body: Body, found: Lambda) -> bool:
    """Whether a lambda is only called, here, or by an algorithm that does not keep it."""
    node = body.file.node(found.span)
    parent = node.parent
    if parent is not None and parent.type == "call_expression":
        return True
    if parent is not None and parent.type == "argument_list" and parent.parent is not None:
        call = body.call_at(span_of(parent.parent))
        return call is not None and call.scope in ("std", "std::ranges") and call.name in WITHIN
    variable = next(
        (one for one in body.variables if one.initialiser is not None and one.initialiser.span == found.span), None
    )
    if variable is None or bare_type(variable.type) != "auto":
        return False
    return all(_is_callee(body, use) for use in body.uses(variable))


def _is_callee(body: Body, use: Use) -> bool:
    node = body.file.node(use.span)
    parent = node.parent
    return parent is not None and parent.type == "call_expression" and parent.child_by_field_name("function") == node


def first_last(scene: Scene, owner: Owner) -> list[Span]:
    """The statements before which the program has to be made. Raises Refused where it is built after that."""
    last = [site for site in owner.sites if site.kind == "last"]
    building = [site.use.span for site in owner.sites if site.kind != "last"]
    if not last:
        scene.refuse("program-escapes", "nothing is made of the program", "remove the function", owner.program.declared)
    block = scene.file.node(owner.program.declared).parent
    assert block is not None
    first = min(site.use.span.start for site in last)
    top = next(
        (span_of(child) for child in block.named_children if span_of(child).start <= first < child.end_byte), None
    )
    if top is not None and all(span.end <= top.start for span in building) and scene.file.node(top).type not in LOOPS:
        return [top]
    if all(scene.file.node(site.use.statement).type == "return_statement" for site in last):
        return sorted({site.use.statement for site in last})
    raise scene.refused(
        "early-use", "the program is used before it is complete", "use it after the last call", last[0].use.span
    )


LOOPS = frozenset({"for_statement", "for_range_loop", "while_statement", "do_statement"})


def _shared(scene: Scene, owner: Owner, group: Group, helpers: dict[str, list[Owner]]) -> None:
    """Refuse a helper that somebody else calls, or whose name is not only its own."""
    name = last_name(owner.function.name)
    known = {
        site.call.span for one in group.owners for site in one.sites if site.kind == "helper" and site.call is not None
    }
    for place in re.finditer(rb"\b%s\b" % name.encode(), scene.file.data):
        node = scene.file.tree.root_node.descendant_for_byte_range(*place.span())
        if node is None or node.type in ("comment", "string_content", "raw_string_content"):
            continue
        if any(span.start <= place.start() < span.end and _names_callee(scene, span, place.start()) for span in known):
            continue
        if owner.function.header.start <= place.start() < owner.function.header.end:
            continue
        if prototype(scene.file, node) is not None:
            continue
        span = Span(*place.span())
        scene.refuse("helper-shared", f"`{name}` is used by others, too", "convert or change those by hand first", span)


def _names_callee(scene: Scene, call: Span, place: int) -> bool:
    node = scene.file.node(call)
    callee = node.child_by_field_name("function")
    return callee is not None and callee.start_byte <= place < callee.end_byte


def prototype(file: CppFile, node: Node) -> Node | None:
    """The declaration of a function that this name stands in, where it is one."""
    declarator = node.parent
    while declarator is not None and declarator.type != "function_declarator":
        if declarator.type not in ("qualified_identifier",):
            return None
        declarator = declarator.parent
    declared = declarator.parent if declarator is not None else None
    while declared is not None and declared.type in ("reference_declarator", "pointer_declarator"):
        declared = declared.parent
    return declarator if declared is not None and declared.type in ("declaration", "field_declaration") else None
