"""Program factories: which functions own a program, what each one builds, through whom, and what makes it hard to convert."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Literal, NamedTuple

from migrate.cpp.api import Api, with_aliases
from migrate.cpp.bodies import Around, Body, Call, Lambda, Use, Variable
from migrate.cpp.callees import callee_of
from migrate.cpp.functions import Function
from migrate.cpp.source import CppFile, Span, span_of
from migrate.cpp.texts import bare, last_name, plain
from migrate.model import Json

Role = Literal["owner", "helper", "override"]
HELD = re.compile(r"\b(?:unique_ptr|shared_ptr|make_unique|make_shared)\b")
ASSIGNED = re.compile(rb"(\w+)\s*=\s*[\w:]*\Z")
"""`program = ns::` before the word that makes a program."""
WINDOW = 80
ADDERS = ("push_back", "emplace_back", "insert", "emplace")
MACRO = re.compile(r"[A-Z][A-Z0-9_]{2,}\Z")


class HelperCall(NamedTuple):
    """A call that is given a program and is not of the API: somebody must build it there."""

    name: str
    scope: str
    arguments: int
    line: int
    loops: int


class Obstacle(NamedTuple):
    """What stands in the way of converting: a noun, a place, and what is meant."""

    code: str
    line: int
    text: str


@dataclass(frozen=True)
class Part:
    """One function that has to do with programs, as plain facts that JSON takes.

    `old` are the calls that build a program, `new` the fields of a descriptor that are filled, each by what it adds.
    `takes` are the numbers of the parameters that are programs or descriptors, `required` and `accepted` how many arguments
    a call may have.
    """

    role: Role
    name: str
    signature: str
    line: int
    end_line: int
    internal: bool
    result: str
    digest: str
    owned: tuple[str, ...] = ()
    describes: bool = False
    takes: tuple[int, ...] = ()
    required: int = 0
    accepted: int = 0
    old: Mapping[str, int] = field(default_factory=dict)
    new: Mapping[str, int] = field(default_factory=dict)
    loops: int = 0
    conditions: int = 0
    lambdas: int = 0
    overrides: int = 0
    mesh: bool = False
    helpers: tuple[HelperCall, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def key(self) -> str:
        """What history is kept under."""
        return self.name + self.signature

    def to_json(self) -> Json:
        """The part as JSON takes it."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> Part:
        """The part that `to_json` told."""
        told: dict[str, Json] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
        told["helpers"] = tuple(HelperCall(*one) for one in data["helpers"])
        told["obstacles"] = tuple(Obstacle(*one) for one in data["obstacles"])
        return cls(**told)


def parts(data: bytes, api: Api) -> Iterator[Part]:
    """Every function of a file that owns a program or descriptor, is given one, or patches one. Most files are not parsed."""
    api = with_aliases(data, api)
    places = [match.start() for match in api.words.finditer(data)]
    if not places:
        return
    file = CppFile(data)
    for function in file.functions_at(places):
        if (part := part_of(file, function, api, places)) is not None:
            yield part


def part_of(file: CppFile, function: Function, api: Api, places: Sequence[int]) -> Part | None:
    """What this function has to do with programs; None for nothing. `places` are those of the words of the API in the file.

    Only what holds a program, a descriptor or the name of one is looked at.
    """
    body = _body_of(file, function, api, places)
    owned = [(one, form) for one in body.variables if (form := owned_as(file, body, one, api))]
    described = [one for one in body.variables if not one.parameter and _is_a(one.type, api.descriptors)]
    taken = [at for at, one in enumerate(function.parameters) if _is_a(one.type, (*api.programs, *api.descriptors))]
    describes = bool(described) or _is_a(function.result, api.descriptors)
    role: Role
    if last_name(function.name) in api.overrides:
        role = "override"
    elif owned or describes:
        role = "owner"
    elif taken:
        role = "helper"
    else:
        return None
    reading = _Reading(file, body, api)
    callbacks = reading.callbacks()
    given = [one for one in body.variables if one.parameter and _is_a(one.type, api.programs) and one not in callbacks]
    for one in [*(one for one, _ in owned), *given]:
        reading.program(one)
    for one in body.variables:
        if _is_a(one.type, api.descriptors):
            reading.descriptor(one)
    reading.loose_arguments()
    reading.obstruct(owned)
    return Part(
        role,
        function.name,
        function.signature,
        file.line(function.span.start),
        file.line(function.span.end - 1),
        function.internal,
        function.result,
        digest_of(function.body.of(file.data)),
        tuple(form for _, form in owned),
        describes,
        tuple(taken),
        sum(not one.optional for one in function.parameters),
        99 if any(one.type == "..." for one in function.parameters) else len(function.parameters),
        dict(sorted(reading.old.items())),
        dict(sorted(reading.new.items())),
        len(reading.around["loop"]),
        len(reading.around["condition"]) + len(reading.around["switch"]),
        len(reading.around["lambda"]),
        len(callbacks),
        reading.mesh or "mesh" in function.result.lower(),
        tuple(reading.helpers),
        tuple(sorted(set(reading.obstacles), key=lambda one: (one.line, one.code, one.text))),
    )


def _body_of(file: CppFile, function: Function, api: Api, places: Sequence[int]) -> Body:
    """The function's body as far as it has to do with programs: the API's words first, then the variables that they declare."""
    span = function.span
    words = places[bisect_left(places, span.start) : bisect_left(places, span.end)]
    found = set(words)
    found.update(match.start() for match in api.fields.finditer(file.data, *span))
    guessed = [match[1] for match in api.names.finditer(file.data, *span)]
    guessed += [
        match[1] for word in words if (match := ASSIGNED.search(file.data, max(word - WINDOW, span.start), word))
    ]
    names = {name.decode() for name in guessed}
    fresh = names
    while True:
        if fresh:
            pattern = re.compile(rb"\b(?:" + "|".join(map(re.escape, fresh)).encode() + rb")\b")
            found.update(match.start() for match in pattern.finditer(file.data, *span))
        body = file.body(function, sorted(found))
        fresh = {one.name for one in body.variables if _matters(file, body, one, api, names)}
        fresh |= {one.name for one in body.lambdas if one.name}
        fresh |= {one.name for one in body.calls if one.name and not (one.receiver or one.scope or api.knows(one.name))}
        fresh -= names
        if not fresh:
            return body
        names |= fresh


def _matters(file: CppFile, body: Body, variable: Variable, api: Api, names: set[str]) -> bool:
    """Whether a variable is a program or a descriptor, or another name of one."""
    if _is_a(variable.type, (*api.programs, *api.descriptors)) or owned_as(file, body, variable, api):
        return True
    if variable.parameter:
        return variable.type.split()[-1:] == ["auto"]
    value = variable.initialiser if variable.reference == "&" else None
    return value is not None and file.text(value.span) in names


def owned_as(file: CppFile, body: Body, variable: Variable, api: Api) -> str:
    """How a local variable owns a program: `value`, `pointer`, `container`; empty where it does not."""
    if variable.parameter or variable.reference in ("&", "&&"):
        return ""
    value = file.text(variable.initialiser.span) if variable.initialiser else ""
    if variable.reference == "*":
        return "pointer" if value.startswith("new ") and _is_a(_made(value), api.programs) else ""
    if _is_a(variable.type, api.programs):
        return "value"
    if variable.type.split()[-1:] == ["auto"] and not variable.names:
        call = body.call_at(variable.initialiser.span) if variable.initialiser else None
        if call is None:
            return "pointer" if value.startswith("new ") and _is_a(_made(value), api.programs) else ""
        if call.receiver is None and call.name in (*api.makers, *api.programs):
            return "value"
        template = file.text(call.template) if call.template else ""
        return "pointer" if HELD.match(call.name) and _names_one(template, api.programs) else ""
    holds = "<" in variable.type and "(" not in variable.type and "reference_wrapper" not in variable.type
    if holds and _names_one(variable.type.partition("<")[2], api.programs):
        return "pointer" if HELD.search(variable.type) else "container"
    return ""


def _made(value: str) -> str:
    """The type of `new T(…)`."""
    return re.split(r"[({]", value.removeprefix("new "), maxsplit=1)[0].strip()


@lru_cache(maxsize=4096)
def _is_a(type_text: str, names: tuple[str, ...]) -> bool:
    words = [
        word for word in type_text.rstrip("&* ").split() if word not in ("const", "volatile", "constexpr", "mutable")
    ]
    return len(words) == 1 and "<" not in words[0] and last_name(words[0]) in names


def _names_one(text: str, names: tuple[str, ...]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w|::)", text) for name in names)


def digest_of(text: bytes) -> str:
    """Names a body by its code: comments and layout do not count."""
    return blake2b(bare(text), digest_size=8).hexdigest()


class _Reading:
    """What becomes of the programs of one function."""

    def __init__(self, file: CppFile, body: Body, api: Api) -> None:
        self.file, self.body, self.api = file, body, api
        self.old: Counter[str] = Counter()
        self.new: Counter[str] = Counter()
        self.around: dict[str, set[Span]] = {kind: set() for kind in ("loop", "condition", "switch", "lambda")}
        self.helpers: list[HelperCall] = []
        self.obstacles: list[Obstacle] = []
        self.mesh = False
        self.counted: set[Span] = set()
        self.local_lambdas = {one.name: one for one in body.lambdas if one.name}

    def callbacks(self) -> list[Variable]:
        """The program parameters of lambdas that nobody here calls: they patch a program that is there already."""
        called = {call.name for call in self.body.calls if call.receiver is None and not call.scope}
        found = []
        for one in self.body.lambdas:
            if one.name and one.name in called:
                continue
            for parameter in one.parameters:
                if _is_a(parameter.type, self.api.programs):
                    found += [var for var in self.body.variables if var.parameter and var.named == parameter.named]
        return found

    def obstacle(self, code: str, place: int, text: str) -> None:
        self.obstacles.append(Obstacle(code, self.file.line(place), text))

    def seen(self, around: Iterable[Around], place: int) -> None:
        """Remember what is around something that builds."""
        for one in around:
            if one.kind in self.around:
                self.around[one.kind].add(one.span)
            elif one.kind == "preprocessor":
                self.obstacle("preprocessor", place, "a call that builds it stands in an `#if`")

    def program(self, variable: Variable) -> None:
        """Count what is built by calls that are given this variable."""
        if any(one.kind == "preprocessor" for one in variable.around):
            self.obstacle("preprocessor", variable.named.start, f"`{variable.name}` is declared in an `#if`")
        for use in self.body.uses(variable):
            self.use(variable, use)

    def use(self, variable: Variable, use: Use) -> None:
        call, place = use.call, use.span.start
        if use.kind in ("moved", "returned") or (use.kind == "captured" and call is None):
            return
        if call is not None and use.kind in ("argument", "address"):
            self.passed(variable, call)
        elif call is not None and use.kind in ("method", "member-called"):
            if call.name in ("get", "value", "emplace_back", "push_back", "back", "at", "size", "reserve", "resize"):
                return  # of what holds it; that it is held is told already
            self.obstacle("program-method", place, f"`{variable.name}.{call.name}()` is called")
        elif use.kind == "address":
            self.obstacle("address", place, f"the address of `{variable.name}` is taken")
        else:
            name = self.alias_of(variable, use)
            if name is None and use.kind != "read":
                self.obstacle("program-use", place, f"`{variable.name}` is {use.kind.replace('-', ' ')} here")

    def alias_of(self, variable: Variable, use: Use) -> str | None:
        """`auto& p = program;`: what is built through `p` is built for the program."""
        if use.kind != "initialiser":
            return None
        for one in self.body.variables:
            if one.reference == "&" and one.initialiser and one.initialiser.span == use.span and one is not variable:
                self.program(one)
                return one.name
        return None

    def passed(self, variable: Variable, call: Call) -> None:
        """A program is an argument of this call."""
        if call.span in self.counted:
            return
        self.counted.add(call.span)
        place = call.span.start
        if kind := self.api.counts(call.name):
            self.old[kind] += 1
            self.seen(call.around, place)
        elif call.name in self.api.patches:
            if not any(one.kind == "lambda" for one in call.around):
                self.obstacle("patch", place, f"`{call.name}` changes the program while it is built")
        elif call.name in self.api.consumers:
            self.mesh = self.mesh or "mesh" in call.name.lower() or call.receiver is not None
        elif call.receiver is None and not call.scope and call.name in self.local_lambdas:
            self.seen(call.around, place)
            self.generic(self.local_lambdas[call.name])
        elif call.name in self.api.programs or call.braces or call.name in ("forward", "ref", "tie"):
            return  # it becomes a part of the result
        elif not call.name:
            self.obstacle("escape", place, "the program is given to a value that is called")
        elif call.receiver is None and MACRO.match(call.name):
            self.obstacle("macro", place, f"the program is given to `{call.name}`, which seems to be a macro")
        else:
            self.seen(call.around, place)
            loops = len(self.body.loops(call))
            scope = call.scope if call.receiver is None else "."
            self.helpers.append(HelperCall(call.name, scope, len(call.arguments), self.file.line(place), loops))

    def generic(self, one: Lambda) -> None:
        """`[&](auto& program) {…}` that is called here with a program."""
        for parameter in one.parameters:
            if parameter.type.startswith(("auto", "const auto")):
                for variable in self.body.variables:
                    if variable.named == parameter.named and variable.named not in self.counted:
                        self.counted.add(variable.named)
                        self.program(variable)

    def descriptor(self, variable: Variable) -> None:
        """Count the fields of a descriptor that are filled."""
        for use in self.body.uses(variable):
            if use.kind in ("member-called", "member-assigned", "method"):
                path = self.file.text(use.call.callee if use.call else self._path(use))
                _, member, *rest = [*re.findall(r"\w+", path), ""]
                adds = rest[:-1] == [] or (len(rest) == 2 and rest[0] in ADDERS)
                if adds and (kind := self.api.counts(member)) and kind != "arguments":
                    self.new[kind] += 1
                    self.seen(use.around, use.span.start)
            elif use.kind in ("argument", "address") and use.call is not None:
                call = use.call
                if call.span in self.counted or call.name in (*self.api.programs, *self.api.consumers) or call.braces:
                    continue
                if call.name and call.name not in self.local_lambdas:
                    self.counted.add(call.span)
                    scope = call.scope if call.receiver is None else "."
                    line, loops = self.file.line(call.span.start), len(self.body.loops(call))
                    self.helpers.append(HelperCall(call.name, scope, len(call.arguments), line, loops))
        if variable.initialiser:
            self._filled_at_once(variable.initialiser.span)

    def _filled_at_once(self, span: Span) -> None:
        """`ProgramDescriptor d{.cbs = {…}, .kernels = {…}}`."""
        waiting = [self.file.node(span)]
        while waiting:
            node = waiting.pop()
            for child in node.named_children:
                if child.type == "initializer_pair":
                    name, value = child.child_by_field_name("designator"), child.child_by_field_name("value")
                    words = re.findall(r"\w+", self.file.text(Span(*name.byte_range))) if name is not None else []
                    if words and value is not None and (kind := self.api.counts(words[0])):
                        elements = [one for one in value.named_children if one.type != "comment"]
                        self.new[kind] += len(elements) if value.type == "initializer_list" else 1
                elif child.type == "initializer_list":
                    waiting.append(child)

    def _path(self, use: Use) -> Span:
        """`x.a.b` of which the use is the `x`."""
        return next((one.target for one in self.body.assignments if one.target.holds(use.span)), use.span)

    def loose_arguments(self) -> None:
        """Runtime arguments that are set on a kernel's own descriptor."""
        fields = {name for name in self.api.arguments if name.islower()}
        for call in self.body.calls:
            owner = re.findall(r"\w+", self.file.text(call.receiver))[-1:] if call.receiver else []
            if call.receiver is not None and (call.name in fields or fields.intersection(owner)):
                self.new["arguments"] += 1
                self.seen(call.around, call.span.start)
            elif call.braces and (named := sum(one.name in fields for one in call.arguments)):
                self.new["arguments"] += named
        for one in self.body.assignments:
            if fields.intersection(re.findall(r"\w+", self.file.text(one.target))[1:]):
                self.new["arguments"] += 1
                self.seen(one.around, one.target.start)

    def is_described(self, variable: Variable) -> bool:
        """Whether a program is made of a descriptor: a function may end in several places."""
        if variable.initialiser is None:
            return False
        words = re.findall(r"\w+", self.file.text(variable.initialiser.span))
        found = (self.body.variable(word, variable.named.start) for word in words)
        return any(one is not None and _is_a(one.type, self.api.descriptors) for one in found)

    def obstruct(self, owned: list[tuple[Variable, str]]) -> None:
        """What can be said of the function as a whole."""
        for error in self.body.errors[:1]:
            self.obstacle("parse-error", error.start, "the parser does not understand this function")
        built = [one for one, _ in owned if not self.is_described(one)]
        if len(built) > 1:
            names = ", ".join(f"`{one.name}`" for one in built)
            self.obstacle("several-programs", built[1].named.start, f"it owns {len(built)} programs: {names}")
        for one, form in owned:
            if form != "value":
                said = "behind a pointer" if form == "pointer" else "in a container"
                self.obstacle(form, one.named.start, f"the program `{one.name}` is {said}")
            if form == "value" and one.initialiser and one.initialiser.form == "=":
                node = self.file.node(one.initialiser.span)
                function = node.child_by_field_name("function") if node.type == "call_expression" else None
                if function and callee_of(self.file, function).name not in (
                    *self.api.makers,
                    *self.api.programs,
                    "move",
                ):
                    text = plain(span_of(function).of(self.file.data))
                    self.obstacle("made-elsewhere", one.named.start, f"`{one.name}` comes from `{text}`")
