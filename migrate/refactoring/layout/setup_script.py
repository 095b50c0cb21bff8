"""Reads a setup.py without running it: the arguments of its one call of `setup()`, as far as they are literal."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from migrate.model import Json, Location
from migrate.python.source import last_name
from migrate.refactoring.layout.given import Attribute, Field, Files, Find, Given
from migrate.refactoring.layout.metadata import BUILDS
from migrate.refactoring.refused import Refused
from migrate.references.index import Index
from migrate.references.names import Module

VERSION_TESTS = ("sys.version_info", "sys.version", "sys.hexversion", "platform.python_version")
READERS = frozenset({"read", "read_text", "readlines"})
SAME = frozenset({"strip", "decode", "rstrip", "lstrip", "resolve", "absolute"})
LITERAL = "write it as a literal, or in setup.cfg, first"


class Script:
    """One setup.py. Raises Refused for what is computed, and for code that does more than to call `setup()`."""

    def __init__(self, index: Index, path: PurePosixPath, drop_code: bool = False) -> None:
        """With `drop_code` it is not minded what else the file does."""
        self.index = index
        self.path = path
        self.drop_code = drop_code
        self.module: Module = index.names.file(path)
        try:
            self.tree = self.module.source.tree
        except SyntaxError as error:
            where = Location(path, error.lineno or 1)
            raise Refused("syntax-error", f"{path} cannot be parsed", "mend the file first", where) from error
        self.executed: dict[str, PurePosixPath] = {}
        """A dictionary's name → the file that is executed into it."""
        self.texts: dict[str, Files] = {}
        """A variable → the file whose text it holds."""
        self.attributes: dict[str, Attribute] = {}
        """A variable → what it was found to be in the text of a module."""
        self.version_tests: list[Location] = []
        """Where it tests which Python runs it: `python_requires` says that."""
        self.call = self._find_call()
        self._check_code()

    def _where(self, node: ast.AST) -> Location:
        return Location(self.path, getattr(node, "lineno", 1))

    def _find_call(self) -> ast.Call:
        calls = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call) and last_name(node.func) == "setup"]
        if len(calls) != 1:
            reason = f"{self.path} calls `setup()` {len(calls)} times"
            raise Refused("no-setup-call", reason, "leave one plain call of `setup()` first", Location(self.path))
        return calls[0]

    # the code around the call

    def _check_code(self) -> None:
        """Raise Refused for statements that do something which pyproject.toml could not."""
        for node in self._statements(self.tree.body):
            match node:
                case ast.Import() | ast.ImportFrom() | ast.FunctionDef() | ast.ClassDef() | ast.Pass():
                    continue
                case ast.Assign() | ast.AnnAssign() if not self._runs_programs(node):
                    continue
                case ast.Expr(value=ast.Constant()):
                    continue
                case ast.Expr(value=ast.Call() as call) if call is self.call:
                    continue
                case ast.Expr(value=ast.Call(func=ast.Attribute(attr=attr))) if attr in ("chdir", "insert", "append"):
                    continue  # where it runs, and where it imports from
                case ast.If(test=test) if self._tests_version(test):
                    self.version_tests.append(self._where(node))
                    continue
                case ast.With() if self._only_reads(node):
                    continue
                case ast.Try(body=body, handlers=handlers, orelse=[], finalbody=[]) if _only_imports(
                    [*body, *(item for handler in handlers for item in handler.body)]
                ):
                    continue
            if self.drop_code and not any(part is self.call for part in ast.walk(node)):
                continue
            where = self._where(node)
            what = ast.unparse(node).partition("\n")[0]
            raise Refused("other-code", f"{where}: `{what}` is no metadata", "take it out of the file first", where)

    def _statements(self, body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
        for node in body:
            match node:
                case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), orelse=[]):
                    yield from self._statements(node.body)
                case _:
                    yield node

    def _tests_version(self, test: ast.expr) -> bool:
        names = [part for part in ast.walk(test) if isinstance(part, ast.Name)]
        return any(ast.unparse(part).startswith(VERSION_TESTS) for part in (test, *map(self._assigned, names)))

    def _runs_programs(self, node: ast.stmt) -> bool:
        return any(
            isinstance(part, ast.Name) and part.id in ("subprocess", "check_output", "popen") for part in ast.walk(node)
        )

    def _only_reads(self, node: ast.With) -> bool:
        """Whether a `with open(…)` only takes the text of the file, or executes it into a dictionary."""
        if len(node.items) != 1 or not isinstance(node.items[0].optional_vars, ast.Name):
            return False
        path = self._path(node.items[0].context_expr)
        handle = node.items[0].optional_vars.id
        for statement in node.body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    if path and self._reads(value, handle):
                        self.texts[name] = Files((path,))
                    elif path and (found := self._searched_in(value, path, handle)):
                        self.attributes[name] = found
                case ast.Expr(value=ast.Call(func=ast.Name(id="exec"), args=[code, ast.Name(id=name)])) if path:
                    if not any(self._reads(part, handle) for part in ast.walk(code) if isinstance(part, ast.expr)):
                        return False
                    self.executed[name] = PurePosixPath(path)
                case _:
                    return False
        return True

    def _reads(self, node: ast.expr, handle: str) -> bool:
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="read"), args=[]):
                return name == handle
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in SAME:
                return self._reads(value, handle)
        return False

    # what it says

    def given(self, known: Mapping[str, Json]) -> Given:
        """Every argument; `known` are the values of those that somebody else tells. Raises Refused for one that is computed."""
        found: Given = {}
        for keyword in self._keywords(self.call.keywords):
            name = keyword.arg
            if name in BUILDS and ast.unparse(keyword.value) not in ("None", "[]", "{}", "()"):
                where = self._where(keyword.value)
                reason = f"{where}: `{name}` makes it more than metadata"
                raise Refused("builds-extensions", reason, "keep setup.py for it, or change the build first", where)
            if name:
                value = known[name] if name in known else self._value(keyword.value, name)
                found[name] = Field(value, self._where(keyword.value))
        if self.call.args:
            raise self._computed(self.call.args[0], "an argument without a name")
        return found

    def _keywords(self, keywords: Sequence[ast.keyword]) -> Iterator[ast.keyword]:
        """The keywords; those of `**settings` where that is one plain dictionary."""
        for keyword in keywords:
            if keyword.arg is not None:
                yield keyword
                continue
            value = self._assigned(keyword.value)
            match value:
                case ast.Dict(keys=keys, values=values) if all(isinstance(key, ast.Constant) for key in keys):
                    for key, item in zip(keys, values, strict=True):
                        yield ast.keyword(str(key.value), item)  # type: ignore[union-attr]
                case ast.Call(func=ast.Name(id="dict"), args=[], keywords=inner):
                    yield from self._keywords(inner)
                case _:
                    raise self._computed(keyword.value, f"`**{ast.unparse(keyword.value)}`")

    def _computed(self, node: ast.AST, what: str) -> Refused:
        where = self._where(node)
        return Refused("computed", f"{where}: {what} is computed: `{ast.unparse(node)}`", LITERAL, where)

    def _assigned(self, node: ast.expr) -> ast.expr:
        """What a name that is bound once at the top of the file is bound to, and never changed."""
        if isinstance(node, ast.Name):
            bound = self.module.namespace.get(node.id, [])
            values = [
                item.value
                for item in self.tree.body
                if isinstance(item, ast.Assign)
                and [target.id for target in item.targets if isinstance(target, ast.Name)] == [node.id]
            ]
            if len(bound) == len(values) == 1 and not self._changed(node.id):
                return values[0]
        return node

    def _changed(self, name: str) -> bool:
        """Whether something is done with what the variable holds: `kwargs["x"] = …`, `names.append(…)`."""
        for part in ast.walk(self.tree):
            match part:
                case ast.Subscript(value=ast.Name(id=inner), ctx=ast.Store()) if inner == name:
                    return True
                case ast.Call(func=ast.Attribute(value=ast.Name(id=inner), attr=attr)) if inner == name:
                    if attr in ("append", "extend", "update", "insert", "setdefault", "pop", "remove", "add"):
                        return True
                case ast.AugAssign(target=ast.Name(id=inner)) if inner == name:
                    return True
        return False

    def _value(self, node: ast.expr, what: str) -> Json:
        if isinstance(node, ast.Name) and node.id in self.texts:
            return self.texts[node.id]
        if isinstance(node, ast.Name) and node.id in self.attributes:
            return self.attributes[node.id]
        node = self._assigned(node)
        match node:
            case ast.Constant(value=value):
                return value
            case ast.List(elts=elements) | ast.Tuple(elts=elements) | ast.Set(elts=elements):
                return [self._value(item, what) for item in elements]
            case ast.Dict(keys=keys, values=values) if None not in keys:
                return {
                    self._value(key, what): self._value(item, what)
                    for key, item in zip(keys, values, strict=True)
                    if key is not None
                }
            case ast.Call(func=ast.Name(id="dict"), args=[], keywords=keywords) if all(item.arg for item in keywords):
                return {item.arg: self._value(item.value, what) for item in keywords}
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                one, other = self._value(left, what), self._value(right, what)
                if type(one) is type(other) and isinstance(one, str | list):
                    return one + other
            case ast.Call(func=func) if last_name(func) in ("find_packages", "find_namespace_packages"):
                return self._find(node, last_name(func) == "find_namespace_packages")
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split"), args=[]):
                return text.split()
            case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))) if name in self.executed:
                return self._attribute(self.executed[name], key, node)
            case ast.Name(id="__doc__") if ast.get_docstring(self.tree, clean=False) is not None:
                return ast.get_docstring(self.tree, clean=False)
            case ast.Call(func=ast.Attribute(value=ast.Call() as search, attr="group")) if found := self._searched(
                search
            ):
                return found
            case ast.Name(id=name):
                return self._imported(name, node, what)
            case ast.Attribute(value=ast.Name(id=name), attr=attr):
                return self._imported(name, node, what, attr)
        if path := self._text(node):
            return Files((path,))
        raise self._computed(node, f"`{what}`")

    def _find(self, node: ast.Call, namespaces: bool) -> Find:
        names = ("where", "exclude", "include")
        said = {name: self._value(item, name) for name, item in zip(names, node.args, strict=False)}
        said |= {item.arg: self._value(item.value, item.arg) for item in node.keywords if item.arg}
        said = {name: [value] if isinstance(value, str) else value for name, value in said.items()}
        return Find(
            tuple(said.get("where", (".",))),
            tuple(said.get("include", ("*",))),
            tuple(said.get("exclude", ())),
            namespaces,
        )

    def _imported(self, name: str, node: ast.expr, what: str, attr: str = "") -> Attribute:
        """A name that the file imports from a module of the tree, which binds it to a literal."""
        for alias in self.module.namespace.get(name, []):
            if isinstance(alias, ast.alias):
                home, taken = self.module.origins[alias]
                dotted = ".".join(part for part in (home, taken, attr) if part)
                meaning = self.index.names.meaning(dotted)
                path = self.index.names.path_of(meaning.module) if meaning and meaning.name else None
                if meaning and path:
                    return self._attribute(path, meaning.name, node, dotted)
        raise self._computed(node, f"`{what}`")

    def _attribute(self, path: PurePosixPath, name: str, node: ast.expr, dotted: str = "") -> Attribute:
        """What the module in that file binds the name to, if it is a literal."""
        if not self.index.workspace.exists(path):
            raise self._computed(node, f"`{name}`")
        module = self.index.names.file(path)
        try:
            values = [
                item.value
                for item in module.source.tree.body
                if isinstance(item, ast.Assign | ast.AnnAssign) and _target(item) == name
            ]
            if len(values) == 1 and values[0] is not None and len(module.namespace.get(name, [])) == 1:
                return Attribute(dotted or f"{module.name}.{name}", ast.literal_eval(values[0]))
        except (SyntaxError, ValueError):
            pass
        raise self._computed(node, f"`{name}` of {path}")

    def _searched(self, call: ast.Call) -> Attribute | None:
        """What `re.search(pattern, text of a module)` finds there, where it is a literal that the module binds to a name."""
        match call:
            case ast.Call(
                func=ast.Attribute(attr="search" | "match"), args=[ast.Constant(value=str(pattern)), text, *_]
            ):
                return self._bound_in(pattern, self._text(self._assigned(text)), call)
        return None

    def _searched_in(self, node: ast.expr, path: str, handle: str) -> Attribute | None:
        """The same of an open file."""
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Call(args=[ast.Constant(value=str(pattern)), text, *_]), attr="group")
            ):
                return self._bound_in(pattern, path, node) if self._reads(text, handle) else None
        return None

    def _bound_in(self, pattern: str, path: str | None, node: ast.expr) -> Attribute | None:
        bound = re.search(r"[^\W\d]\w+", pattern)
        if path is None or not path.endswith(".py") or bound is None:
            return None
        try:
            return self._attribute(PurePosixPath(path), bound.group(), node)
        except Refused:
            return None

    # the text of files

    def _text(self, node: ast.expr) -> str | None:
        """The file whose text the expression is."""
        match node:
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in READERS:
                return self._path(value)
            case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in SAME:
                return self._text(value)
            case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(path))], keywords=[]):
                return path if self._is_reader(name) and self._is_file(path) else None
        return None

    def _is_reader(self, name: str) -> bool:
        """Whether a function of the file returns the text of the file that it is given, and nothing more."""
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef) and node.name == name:
                returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return) and part.value]
                return (
                    len(returned) == 1 and isinstance(returned[0], ast.Call) and last_name(returned[0].func) in READERS
                )
        return False

    def _path(self, node: ast.expr) -> str | None:
        """The path below the project that an expression opens."""
        match node:
            case ast.Constant(value=str(path)):
                return path if self._is_file(path) else None
            case ast.Call(func=func, args=[first, *_]) if last_name(func) in ("open", "Path"):
                return self._path(first)
            case ast.Call(func=ast.Attribute(value=value, attr="open" | "joinpath"), args=args):
                parts = [item.value for item in args if isinstance(item, ast.Constant) and isinstance(item.value, str)]
                inner = self._path(value)
                return inner or (self._joined(parts[:1]) if parts and self._is_here(value) else None)
            case ast.Call(func=func, args=[first, *rest]) if last_name(func) == "join" and self._is_here(first):
                return self._joined([item.value for item in rest if isinstance(item, ast.Constant)])
            case ast.BinOp(left=left, op=ast.Div(), right=ast.Constant(value=str(name))) if self._is_here(left):
                return self._joined([name])
            case ast.Name():
                value = self._assigned(node)
                return self._path(value) if value is not node else None
        return None

    def _joined(self, parts: Sequence[object]) -> str | None:
        path = "/".join(map(str, parts))
        return path if self._is_file(path) else None

    def _is_here(self, node: ast.expr) -> bool:
        """Whether the expression is the folder of setup.py."""
        value = self._assigned(node)
        written = ast.unparse(value)
        return "__file__" in written and not any(isinstance(part, ast.BinOp) for part in ast.walk(value))

    def _is_file(self, path: str) -> bool:
        return not path.startswith(("/", "..")) and self.index.workspace.exists(PurePosixPath(path))


def _only_imports(body: Sequence[ast.stmt]) -> bool:
    """Whether the statements only import, or set a name where that fails."""
    return all(isinstance(item, ast.Import | ast.ImportFrom | ast.Pass | ast.Assign) for item in body)


def _target(node: ast.Assign | ast.AnnAssign) -> str:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return targets[0].id if len(targets) == 1 and isinstance(targets[0], ast.Name) else ""
