"""What a function does: its calls, its local variables, what becomes of them, and what stands around each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from migrate.cpp.functions import Function, Parameter, Reference
from migrate.cpp.source import CppFile, Span

if TYPE_CHECKING:
    from tree_sitter import Node

AroundKind = Literal["loop", "condition", "switch", "try", "catch", "lambda", "preprocessor", "function"]
UseKind = Literal[
    "argument",
    "moved",
    "method",
    "member",
    "member-assigned",
    "member-called",
    "assigned",
    "element",
    "element-assigned",
    "address",
    "returned",
    "captured",
    "initialiser",
    "read",
]


class Around(NamedTuple):
    """Something that decides whether, how often or when the code in it runs. `branch`: `then`, `else`, `body`, `case`."""

    kind: AroundKind
    span: Span
    header: Span
    branch: str = "body"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument without the comments beside it; `name` of `.name = value` in braces. `kind` is tree-sitter's."""

    span: Span
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """`f(a)`, `x.f(a)`, `ns::X::f<T>(a)`, and `T{a}` (`braces`). `brackets` holds the arguments and the comments among them."""

    span: Span
    callee: Span
    name: str
    scope: str
    receiver: Span | None
    template: Span | None
    arguments: tuple[Argument, ...]
    brackets: Span
    statement: Span
    around: tuple[Around, ...]
    braces: bool = False

    @property
    def qualified(self) -> str:
        """`ns::X::f`, as far as it is written."""
        return f"{self.scope}::{self.name}" if self.scope else self.name


class Initialiser(NamedTuple):
    """What a variable starts with. `form` is `=`, `()` or `{}`; the span is the value's, with its brackets for the latter two."""

    form: Literal["=", "()", "{}"]
    span: Span


@dataclass(frozen=True, slots=True)
class Variable:
    """A local variable or parameter. Of a structured binding each name is one, with all `names` together.

    `type` is canonical and without its reference. `named` is the name, `declarator` the name with its value, `declared` the whole
    statement (of a parameter: the parameter), and `visible` is where the name may mean it.
    """

    name: str
    type: str
    reference: Reference
    named: Span
    declared: Span
    declarator: Span
    visible: Span
    around: tuple[Around, ...]
    initialiser: Initialiser | None = None
    names: tuple[str, ...] = ()
    alone: bool = True
    """Whether nothing else is declared in the same statement."""
    parameter: bool = False


class Use(NamedTuple):
    """One place where a variable is named; `*x` and `(x)` count as `x`.

    `call` and `position` (from 0) tell which argument it is (kinds `argument`, `moved`, and `address` of `f(&x)`), or the call
    of its `method`, or of a method of a member (`member-called`: `x.list.push_back(…)`).
    """

    span: Span
    kind: UseKind
    statement: Span
    around: tuple[Around, ...]
    call: Call | None = None
    position: int = -1


@dataclass(frozen=True, slots=True)
class Assignment:
    """`target operator value`; `++x` is `x ++` with the target as its value."""

    target: Span
    operator: str
    value: Span
    statement: Span
    around: tuple[Around, ...]


@dataclass(frozen=True, slots=True)
class Lambda:
    """A lambda; `captures` are the explicit ones as written, `default` is `=`, `&` or nothing, `name` the variable it starts."""

    span: Span
    captures: tuple[str, ...]
    default: str
    parameters: tuple[Parameter, ...]
    body: Span
    around: tuple[Around, ...]
    name: str = ""


class Return(NamedTuple):
    """A `return`, with its value if it has one; `around` tells whether it is a lambda's."""

    statement: Span
    value: Span | None
    around: tuple[Around, ...]


class Directive(NamedTuple):
    """A preprocessor directive in the function: `text` is its first word, `#if`, `#define` …; `span` holds all its branches."""

    text: str
    span: Span


@dataclass(frozen=True)
class Body:
    """All of one function. Everything is in the order of the text; of calls, those in a callee or an argument come after."""

    file: CppFile
    function: Function
    calls: tuple[Call, ...]
    variables: tuple[Variable, ...]
    lambdas: tuple[Lambda, ...]
    assignments: tuple[Assignment, ...]
    returns: tuple[Return, ...]
    directives: tuple[Directive, ...]
    errors: tuple[Span, ...]
    names: dict[str, list[Named]] = field(repr=False)

    def variable(self, name: str, at: int) -> Variable | None:
        """The local variable or parameter that this name means at this byte; None where it is no local."""
        found: Variable | None = None
        for one in self._by_name.get(name, ()):
            if one.visible.start <= at < one.visible.end and (
                found is None or found.visible.start <= one.visible.start
            ):
                found = one
        return found

    def uses(self, variable: Variable) -> tuple[Use, ...]:
        """Every place after its declaration that names the variable, and not another one of that name."""
        places = [
            one for one in self.names.get(variable.name, ()) if self.variable(variable.name, one.span.start) is variable
        ]
        from migrate.cpp.uses import use_of

        return tuple(use_of(self, one) for one in places if one.span != variable.named)

    def holder(self, call: Call) -> Variable | None:
        """The variable that this call's value initialises; of a structured binding the first name."""
        return next((one for one in self.variables if one.initialiser and one.initialiser.span == call.span), None)

    def assigned(self, call: Call) -> Assignment | None:
        """The assignment whose value this call is."""
        return next((one for one in self.assignments if one.value == call.span), None)

    def chain(self, call: Call) -> tuple[Call, ...]:
        """`A(…).b(…).c(…)`, given any of its calls: the calls that lead to it, itself the last."""
        links = [call]
        while (receiver := links[0].receiver) is not None and (inner := self.call_at(receiver)) is not None:
            links.insert(0, inner)
        return tuple(links)

    def call_at(self, span: Span) -> Call | None:
        """The call of exactly these bytes."""
        return self._calls_by_span.get(span)

    def within(self, span: Span) -> tuple[Call, ...]:
        """The calls in these bytes."""
        first = bisect_left(self.calls, span.start, key=lambda call: call.span.start)
        return tuple(call for call in self.calls[first:] if span.holds(call.span))

    def loops(self, call: Call) -> tuple[Around, ...]:
        """The loops that repeat this call, the outermost first; those around a lambda that holds it are among them."""
        return tuple(around for around in call.around if around.kind == "loop")

    @cached_property
    def _by_name(self) -> dict[str, list[Variable]]:
        found: dict[str, list[Variable]] = {}
        for one in self.variables:
            found.setdefault(one.name, []).append(one)
        return found

    @cached_property
    def _calls_by_span(self) -> dict[Span, Call]:
        return {call.span: call for call in self.calls}


class Named(NamedTuple):
    """An identifier of the body, with the node to ask for what is around it."""

    span: Span
    node: Node
    statement: Span
    around: tuple[Around, ...]
