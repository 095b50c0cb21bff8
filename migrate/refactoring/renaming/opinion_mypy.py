"""What mypy takes a receiver for, where our own analysis cannot tell: it reads a copy of the tree, and runs none of it."""

from __future__ import annotations

import ast
import gc
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from migrate.home import cache_folder
from migrate.python.bindings import Scope
from migrate.refactoring.refused import Refused
from migrate.references.members.classes import Class
from migrate.references.members.hierarchy import Family, Hierarchy, Outside
from migrate.references.members.uses import MemberUse, evidence_of
from migrate.references.members.values import ClassObject, Foreign, Instance, Known, Nothing, Value

if TYPE_CHECKING:
    from mypy.nodes import MemberExpr, RefExpr, TypeInfo
    from mypy.options import Options
    from mypy.types import Type

    from migrate.references.members.classes import ClassFile

Place = tuple[int, int, int | None, int | None]
NEEDED = "1.16"


class TypesOfMypy:
    """The types that mypy infers in some files of a tree. It sees the tree and the standard library, no installed package,
    no configuration and no plugin.
    """

    def __init__(self, hierarchy: Hierarchy) -> None:
        """Raises Refused where there is no mypy that can be asked."""
        _check_installed()
        self.hierarchy = hierarchy
        self.names = hierarchy.names
        self.asked: set[PurePosixPath] = set()
        self.named: dict[PurePosixPath, dict[Place, list[RefExpr]]] = {}
        self.types: dict[Any, Type] = {}
        self.notes: list[str] = []

    # asking mypy

    def look_at(self, paths: Iterable[PurePosixPath]) -> None:
        """Have mypy look at these files and what they import, unless it has. A mypy that fails leaves a note."""
        missing = {path for path in paths if self._can_be_named(path)} - self.asked
        if missing:
            self.asked |= missing
            with tempfile.TemporaryDirectory(prefix="mypy-", dir=_made(cache_folder())) as name:
                folder = Path(os.path.realpath(name))
                self._copy_into(folder)
                self._build(folder)

    def _can_be_named(self, path: PurePosixPath) -> bool:
        name = self.names.names.get(path, "")
        return path.suffix == ".py" and bool(name) and all(part.isidentifier() for part in name.split("."))

    def _copy_into(self, folder: Path) -> None:
        workspace = self.hierarchy.index.workspace
        for path in workspace.python_files():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(workspace.read(path))

    def _build(self, folder: Path) -> None:
        from mypy.build import build
        from mypy.modulefinder import BuildSource
        from mypy.traverser import NameAndMemberCollector

        modules = {self.names.names[path]: path for path in sorted(self.asked, reverse=True)}
        sources = [BuildSource(str(folder / path), name) for name, path in sorted(modules.items())]
        roots = [str(folder / root) for root in self.names.roots] or [str(folder)]
        self.named, self.types = {}, {}
        try:
            with _undisturbed():
                result = build(sources, _options(roots), roots[0], stdout=io.StringIO(), stderr=io.StringIO())
        except (Exception, SystemExit) as error:  # noqa: BLE001 - mypy fails in any way it likes: its answer is then none
            told = (getattr(error, "messages", None) or [str(error) or type(error).__name__])[0]
            self.notes.append(f"mypy could not read the tree, and told nothing: {told.replace(f'{folder}/', '')[:200]}")
            return
        self.types = result.types
        for tree in result.files.values():
            path = Path(os.path.realpath(tree.path or "."))
            if path.is_relative_to(folder):
                collector = NameAndMemberCollector()
                tree.accept(collector)
                found = self.named.setdefault(PurePosixPath(path.relative_to(folder).as_posix()), {})
                for named in [*collector.name_exprs, *collector.member_exprs]:
                    place = named.line, named.column, named.end_line, named.end_column
                    found.setdefault(place, []).append(named)

    # what it answers

    def of(self, family: Family, use: MemberUse) -> bool | None:
        """Whether the place means the family's member; None where mypy does not know, or what it says may not hold."""
        file = self.hierarchy.file(use.path)
        if use.form != "attribute" or use.start < 0 or file is None or not isinstance(use.node, ast.Attribute):
            return None
        known: set[Value] = set()
        members = self._at(use.path, use.node)
        for member in members:
            values = self._known(self.types.get(member.expr), family)
            if values is None:
                return None
            known |= values
        if not members or not self._is_steady(file, use.node.value, set()):
            return None
        told = evidence_of(self.hierarchy, family, file, frozenset(known))
        return None if told == "unknown" else told == "resolved"

    def _at(self, path: PurePosixPath, node: ast.Attribute) -> list[MemberExpr]:
        """Several for places in f-strings, of which older Pythons do not say where they are."""
        from mypy.nodes import MemberExpr

        return [item for item in self._named(path, node) if isinstance(item, MemberExpr) and item.name == node.attr]

    def _named(self, path: PurePosixPath, node: ast.expr) -> list[RefExpr]:
        place = node.lineno, node.col_offset, node.end_lineno, node.end_col_offset
        return self.named.get(path, {}).get(place, [])

    # its types in our words

    def _known(self, type_: Type | None, family: Family) -> Known | None:
        """What a value of that type can be; None where mypy does not say."""
        from mypy import types

        if type_ is None:
            return None
        match types.get_proper_type(type_):
            case types.NoneType():
                return frozenset({Nothing()})
            case types.UnionType(items=items):
                return self._each(items, family)
            case types.TypeVarType(values=values, upper_bound=bound):
                return self._each(values or [bound], family)
            case types.LiteralType(fallback=fallback):
                return self._known(fallback, family)
            case types.TupleType(partial_fallback=fallback):
                return self._known(fallback, family)
            case types.Instance(type=info):
                return self._class(info, family, instance=True)
            case types.TypeType(item=item):
                found = self._known(item, family)
                return None if found is None else frozenset(map(_class_of, found))
            case types.CallableType() as function if function.is_type_obj():
                return self._class(function.type_object(), family, instance=False)
            case types.Overloaded(items=items) if items[0].is_type_obj():
                return self._class(items[0].type_object(), family, instance=False)
        return None

    def _each(self, items: Sequence[Type], family: Family) -> Known | None:
        found: set[Value] = set()
        for item in items:
            known = self._known(item, family)
            if known is None:
                return None
            found |= known
        return frozenset(found)

    def _class(self, info: TypeInfo, family: Family, *, instance: bool) -> Known | None:
        """A protocol says nothing of the class, and all is an `object`."""
        if info.is_protocol or info.fullname == "builtins.object":
            return None
        if self.names.is_ours(info.fullname):
            cls = self._ours(info)
            return None if cls is None else frozenset({Instance(cls) if instance else ClassObject(cls, exact=False)})
        return None if info.name in self._outside(family) else frozenset({Foreign(info.fullname, instance=True)})

    def _outside(self, family: Family) -> set[str]:
        """The last names of what the family inherits from outside the tree: stubs have other modules for them."""
        bases = {base for cls in family.classes for base in self.hierarchy.ancestors(cls) if isinstance(base, Outside)}
        above = (self.hierarchy.outside.ancestors(base.dotted) or () for base in bases)
        return {dotted.rpartition(".")[2] for dotteds in above for dotted in dotteds}

    def _ours(self, info: TypeInfo) -> Class | None:
        """The class of the tree, found by its place: mypy has other names for classes in functions."""
        for path in self.names.paths.get(info.module_name, ()):
            file = self.hierarchy.file(path)
            for cls in file.classes.values() if file else ():
                if info.name.partition("@")[0] == cls.name and any(node.lineno == info.line for node in cls.nodes):
                    return cls
        return None

    # what mypy takes for granted

    def _is_steady(self, file: ClassFile, node: ast.expr, seen: set[ast.AST]) -> bool:
        """Whether nothing that the receiver comes from has a type that mypy took from one of several assignments."""
        if node in seen:
            return True
        seen.add(node)
        match node:
            case ast.Call(func=func) if not self._is_generic(file.module.path, func):
                return self._is_steady(file, func, seen)
            case ast.Attribute() if not self._is_bound_once(file, node):
                return False
            case ast.Name() if not self._is_steady_name(file, node, seen):
                return False
        inner = (part for child in ast.iter_child_nodes(node) for part in _expressions(child))
        return all(self._is_steady(file, part, seen) for part in inner)

    def _is_generic(self, path: PurePosixPath, function: ast.expr) -> bool:
        """Whether what a call of it gives may depend on its arguments."""
        from mypy import types

        found = [types.get_proper_type(self.types.get(named)) for named in self._named(path, function)]
        return not found or not all(isinstance(item, types.CallableType) and not item.variables for item in found)

    def _is_steady_name(self, file: ClassFile, name: ast.Name, seen: set[ast.AST]) -> bool:
        scope: Scope = file.scope(name)
        home = scope.lookup(name.id)
        if home is None:
            return True
        bound = home.bindings.get(name.id, [])
        if home is not scope and len(bound) > 1:
            return False
        return all(self._is_steady(file, value, seen) for item in bound for value in _values(file, item))

    def _is_bound_once(self, file: ClassFile, node: ast.Attribute) -> bool:
        """Of an attribute without annotation mypy knows the first value only."""
        from mypy.nodes import Var
        from mypy.types import Instance as InstanceOf
        from mypy.types import UnionType, get_proper_type

        for member in self._at(file.module.path, node):
            if isinstance(member.node, Var):
                if member.node.is_inferred and self.hierarchy.set_from_outside(node.attr):
                    return False
                continue
            proper = get_proper_type(self.types.get(member.expr))
            for item in proper.items if isinstance(proper, UnionType) else [proper]:
                whole = get_proper_type(item)
                found = whole.type.get(node.attr) if isinstance(whole, InstanceOf) else None
                variable = found.node if found else None
                if isinstance(variable, Var) and variable.is_inferred and self.names.is_ours(variable.info.fullname):
                    owner = self._ours(variable.info)
                    if owner is None or not self._has_one_value(owner, node.attr):
                        return False
        return True

    def _has_one_value(self, owner: Class, name: str) -> bool:
        family = self.hierarchy.family(owner, name)
        bound = sum(len(cls.body.get(name, ())) + len(cls.set_on_self(name)) for cls in family.classes)
        return bound == 1 and not self.hierarchy.set_from_outside(name)


def types_of_mypy(hierarchy: Hierarchy) -> TypesOfMypy:
    """mypy's view of that hierarchy's tree: the same for all who ask, so that it reads the tree once for many members."""
    found: TypesOfMypy = vars(hierarchy).get("types_of_mypy") or TypesOfMypy(hierarchy)
    vars(hierarchy)["types_of_mypy"] = found
    return found


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """The node, or of what is no expression (a keyword, the `for` of a comprehension) those in it."""
    if isinstance(node, ast.expr):
        yield node
    else:
        for child in ast.iter_child_nodes(node):
            yield from _expressions(child)


def _values(file: ClassFile, node: ast.AST) -> Iterator[ast.expr]:
    """What is assigned to a name without annotation, iterated or entered for it."""
    for _, outer in file.around(node):
        match outer:
            case ast.Tuple() | ast.List() | ast.Starred():
                continue
            case ast.Assign(value=value) | ast.NamedExpr(value=value) | ast.AugAssign(value=value):
                yield value
            case ast.For(iter=value) | ast.AsyncFor(iter=value) | ast.comprehension(iter=value):
                yield value
            case ast.withitem(context_expr=value):
                yield value
        return


def _class_of(value: Value) -> Value:
    return ClassObject(value.cls, exact=False) if isinstance(value, Instance) else value


def _check_installed() -> None:
    try:
        from mypy.options import Options
    except ImportError as error:
        raise Refused(
            "no-mypy", '`evidence = "mypy"` needs mypy, which is not installed', "pip install mypy"
        ) from error
    if _redefinition(Options()) is None:
        reason = f'`evidence = "mypy"` needs mypy {NEEDED} or newer'
        raise Refused("no-mypy", reason, "pip install --upgrade mypy")


def _redefinition(options: Options) -> str | None:
    """The option by which a variable has the type of what was last assigned to it, not that of the first."""
    if hasattr(options, "allow_redefinition_new"):
        return "allow_redefinition_new"
    return "allow_redefinition" if hasattr(options, "allow_redefinition_old") else None


def _options(roots: list[str]) -> Options:
    from mypy.options import Options

    options = Options()
    wanted: dict[str, object] = {
        "incremental": False, "cache_dir": os.devnull, "python_executable": None, "mypy_path": roots[1:],
        "namespace_packages": True, "explicit_package_bases": True, "ignore_missing_imports": True,
        "follow_imports": "silent", "check_untyped_defs": True, "local_partial_types": True,
        "export_types": True, "preserve_asts": True, "raise_exceptions": True, "native_parser": False,
        str(_redefinition(options)): True,
    }  # fmt: skip
    for name, value in wanted.items():
        setattr(options, name, value)
    return options


@contextmanager
def _undisturbed() -> Iterator[None]:
    """mypy without the user's search path; and the collector as it was, which mypy tunes for itself."""
    path, thresholds = os.environ.pop("MYPYPATH", None), gc.get_threshold()
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        if path is not None:
            os.environ["MYPYPATH"] = path


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
