"""The class statements of one file: what each binds, what its methods ask of `self`, and what stands around a node."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from migrate.python.bindings import Scope, Use
from migrate.python.source import last_name
from migrate.references.names import Meaning, Module
from migrate.references.parents import Parents

LOCALS = "<locals>"
CALL = b"()"


@dataclass(frozen=True, eq=False)
class Class:
    """One class of the tree. `nodes` are several where branches define it more than once.

    `qualname` is Python's: `Outer.Inner`, `function.<locals>.Inner`.
    """

    file: ClassFile
    qualname: str
    nodes: tuple[ast.ClassDef, ...]

    @property
    def module(self) -> Module:
        """The module that defines it."""
        return self.file.module

    @property
    def path(self) -> PurePosixPath:
        """The file that defines it."""
        return self.module.path

    @property
    def node(self) -> ast.ClassDef:
        """The class statement; the last where there are several."""
        return self.nodes[-1]

    @property
    def line(self) -> int:
        """The line of the statement."""
        return self.node.lineno

    @property
    def name(self) -> str:
        """Its last name."""
        return self.node.name

    @property
    def meaning(self) -> Meaning:
        """What its dotted name means. That of a class in a function holds `<locals>` and can be had by no import."""
        first, *rest = self.qualname.split(".")
        return Meaning(self.module.name, first, tuple(rest))

    @property
    def dotted(self) -> str:
        """Its dotted name."""
        return self.meaning.dotted

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes of its bodies."""
        return tuple(self.module.bindings.scope_of[node] for node in self.nodes)

    @cached_property
    def body(self) -> dict[str, list[ast.AST]]:
        """Name → the nodes that bind it in the class's body."""
        if len(self.scopes) == 1:
            return self.scopes[0].bindings
        found: dict[str, list[ast.AST]] = {}
        for scope in self.scopes:
            for name, nodes in scope.bindings.items():
                found.setdefault(name, []).extend(nodes)
        return found

    @cached_property
    def asked(self) -> dict[str, list[ast.Attribute]]:
        """Name → where its methods ask it of their `self` or `cls`, or set it there."""
        found: dict[str, list[ast.Attribute]] = {}
        for node in self.nodes:
            for attribute in self.file.asked_of_self.get(node, ()):
                found.setdefault(attribute.attr, []).append(attribute)
        return found

    def set_on_self(self, name: str) -> list[ast.Attribute]:
        """Where its methods set that attribute of their `self` or `cls`."""
        return [node for node in self.asked.get(name, ()) if isinstance(node.ctx, ast.Store)]

    def binds(self, name: str) -> bool:
        """Whether its body binds the name, or a method sets it on `self`."""
        return name in self.body or bool(self.set_on_self(name))

    @property
    def decorators(self) -> set[str]:
        """The last names of its decorators."""
        return {last_name(called(item)) for node in self.nodes for item in node.decorator_list}

    def __repr__(self) -> str:
        return f"<{self.dotted}>"


class ClassFile:
    """One file's classes, and which scope and which parent each of its nodes has. Raises SyntaxError where it cannot be parsed."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.tree = module.source.tree

    @cached_property
    def classes(self) -> dict[str, Class]:
        """Qualified name → class, in the order of the text."""
        nodes: dict[str, list[ast.ClassDef]] = {}
        for node, scope in self.module.bindings.scope_of.items():
            if isinstance(node, ast.ClassDef) and scope.kind == "class":
                nodes.setdefault(self.qualname(scope), []).append(node)
        return {name: Class(self, name, tuple(found)) for name, found in nodes.items()}

    @cached_property
    def by_node(self) -> dict[ast.AST, Class]:
        """Class statement → class."""
        return {node: found for found in self.classes.values() for node in found.nodes}

    @cached_property
    def by_base(self) -> dict[bytes, list[tuple[int, Class]]]:
        """The last name of a base (CALL for what a call gives) → the classes that have it, each with its place in the order."""
        found: dict[bytes, list[tuple[int, Class]]] = {}
        for place, item in enumerate(self.classes.values()):
            for base in (base for node in item.nodes for base in node.bases):
                name = CALL if isinstance(base, ast.Call) else _bare_name(base).encode()
                found.setdefault(name, []).append((place, item))
        return found

    def qualname(self, scope: Scope) -> str:
        """The qualified name of what opens a scope, as Python would give it."""
        parts: list[str] = []
        inner: Scope | None = scope
        while inner is not None and inner.kind != "module":
            is_own = (
                self.module.bindings.scope_of.get(inner.node) is inner
            )  # not the scope of type parameters around it
            if is_own:
                name = getattr(inner.node, "name", "<lambda>")
                parts = [name, *([LOCALS] if inner.kind != "class" and parts else []), *parts]
            inner = inner.parent
        return ".".join(parts)

    @cached_property
    def asked_of_self(self) -> dict[ast.AST, list[ast.Attribute]]:
        """Class statement → the attributes that its methods ask of, or set on, their first parameter."""
        found: dict[ast.AST, list[ast.Attribute]] = {}
        for use in self.module.bindings.uses:
            if use.attributes and use.quoted is None and (receiver := self.receiver(use)):
                found.setdefault(receiver[0], []).append(use.attributes[0])
        return found

    def receiver(self, use: Use) -> tuple[ast.ClassDef, bool] | None:
        """The class whose instance (`self`), or which itself (`cls`; then the second part is true), this name stands for."""
        home = use.scope.lookup(use.name.id)
        return self.first_parameter(home, use.name.id) if home else None

    def first_parameter(self, home: Scope, name: str) -> tuple[ast.ClassDef, bool] | None:
        """The same of a name bound in that scope: None unless it is the first parameter of a method, and nothing else."""
        node = home.node
        if home.kind != "function" or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        around = home.parent
        while around is not None and around.kind == "function" and around.node is node:
            around = around.parent  # the scope of its type parameters
        if around is None or around.kind != "class" or not isinstance(around.node, ast.ClassDef):
            return None
        parameters = [*node.args.posonlyargs, *node.args.args]
        if not parameters or parameters[0].arg != name or home.bindings.get(name) != [parameters[0]]:
            return None
        decorators = {last_name(called(item)) for item in node.decorator_list}
        if "staticmethod" in decorators:
            return None
        is_class = "classmethod" in decorators or node.name in ("__new__", "__init_subclass__", "__class_getitem__")
        return around.node, is_class

    @property
    def parents(self) -> Parents:
        """Node → the node that holds it."""
        return self.module.parents

    def around(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """(inner, outer) from the node outwards."""
        while (outer := self.parents.get(node)) is not None:
            yield node, outer
            node = outer

    def scope(self, node: ast.AST) -> Scope:
        """The scope in which an expression is evaluated."""
        scope_of = self.module.bindings.scope_of
        below: ast.AST | None = None
        for inner, outer in self.around(node):
            found = scope_of.get(outer)
            if found is not None and _is_inside(inner, outer, below):
                return found
            below = inner
        return self.module.bindings.module


def _is_inside(inner: ast.AST, outer: ast.AST, below: ast.AST | None) -> bool:
    """Whether a child of what opens a scope is evaluated in that scope; `below` is the child's child on the way."""
    match outer:
        case ast.Module():
            return True
        case ast.Lambda():
            return inner is outer.body
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return isinstance(inner, ast.stmt) and inner in outer.body
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            first = outer.generators[0]
            return not (inner is first and below is first.iter)
    return False


def _bare_name(base: ast.expr) -> str:
    return last_name(base.value if isinstance(base, ast.Subscript) else base)


def called(node: ast.expr) -> ast.expr:
    """What is called, of a call; anything else as it is."""
    return node.func if isinstance(node, ast.Call) else node
