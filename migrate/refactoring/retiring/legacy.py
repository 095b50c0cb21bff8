"""What one legacy module stands for: where its names really are, which of them never worked and why, and until when it stays."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from packaging.version import InvalidVersion, Version

from migrate.model import Location
from migrate.python.imports import Import, imports_in
from migrate.python.modules import Modules
from migrate.python.source import last_name
from migrate.refactoring.left.modules import goes_in, serving, table_of
from migrate.refactoring.refused import Refused
from migrate.refactoring.retiring.shims import MACHINERY, fakes_of, getattr_of, is_stdlib, shim_of
from migrate.references.index import Reference
from migrate.references.names import Module, Names

GOES = re.compile(
    r"\b(?:remov\w*|go(?:es|ne)?|drop\w*|delet\w*|until|before|end(?:s|ed)?)\b[^\d\n]{0,40}?\bv?(\d+(?:\.\d+)+\w*)",
    re.I,
)
"""How a warning says in which version something goes."""
MAKING_NAMES = (b"__getattr__", b"globals(", b"setattr(", b"__dict__", b"vars(", b"exec(")
"""Words of a module that may have names which its statements do not show."""
ENDLESS = "its __getattr__ calls itself without end"


@dataclass(frozen=True)
class Failure:
    """Why something never worked: the error that asking for it ends in, and the words for a reader."""

    error: type[Exception]
    why: str


@dataclass(frozen=True)
class Legacy:
    """A module that only stands in for others."""

    module: Module
    places: Mapping[str, str] = field(default_factory=dict)
    """Name → where the thing really is, of every name that works."""
    whole: str = ""
    """The one module that all of it stands for, if it does."""
    loading: Failure | None = None
    """Why it cannot be imported."""
    asking: Failure | None = None
    """Why no name can be had from it."""
    objects: Mapping[str, Failure] = field(default_factory=dict)
    """Names that can be had and that nothing can be asked of."""
    warns: bool = False
    version: str = ""
    """The version in which it says that it goes; empty where it says none."""
    open: bool = False
    """Whether it hands out names that its source does not tell."""

    @property
    def name(self) -> str:
        """Its dotted name."""
        return self.module.name

    @property
    def works(self) -> bool:
        """Whether anything can be had from it."""
        return bool(self.places or self.whole or self.open)

    def check_due(self, now: str, early: bool) -> None:
        """Raise Refused while its version has not come, and where its users were never warned."""
        where = Location(self.module.path)
        if early or not self.works:
            return
        if self.version and not _has_come(self.version, now):
            said = f"the project's version is {now}" if now else "nothing says the project's version"
            reason = f"{where.path} is to go in {self.version}, and {said}"
            raise Refused("too-early", reason, "wait for that version, or say `early = true`", where)
        if not self.warns:
            reason = f"{where.path} works and never warned those who use it"
            hint = "let it warn for a release first (`compat`), or say `early = true`"
            raise Refused("never-warned", reason, hint, where)


def _has_come(version: str, now: str) -> bool:
    try:
        return Version(version) <= Version(now)
    except InvalidVersion:
        return False


def meant(legacy: Mapping[str, Legacy], reference: Reference) -> tuple[Legacy, str] | None:
    """The legacy module that a place names, with the name that it asks of it (empty for the module alone)."""
    for spelled in (reference.spelled, reference.meaning.dotted):
        for old, item in legacy.items():
            if spelled == old or spelled.startswith(f"{old}."):
                return item, spelled[len(old) + 1 :].partition(".")[0]
    return None


def legacy_of(names: Names, modules: Modules, module: Module) -> Legacy:
    """What the module stands for. Raises Refused for one that does more than that."""
    tree = module.source.tree
    imports = list(imports_in(module.source))
    shim = shim_of(module.source, imports)
    fakes = list(fakes_of(module.source)) if shim is None else []
    table = table_of(tree)
    if shim is None and table and _only_answers(tree):
        shim = ["__getattr__", 1, 1, [], True]
    if shim is None and not (fakes and _only_fakes(tree, {name for _, _, name, *_ in fakes})):
        where = Location(module.path)
        raise Refused("no-shim", f"{where.path} does more than stand in for others", "say `delete-path`", where)
    if fakes:
        return _with_objects(modules, module, fakes)
    how, _, _, targets, warns = shim
    version = _version(tree)
    if missing := _missing(names, modules, module, imports):
        return Legacy(module, loading=Failure(ImportError, missing), warns=warns, version=version)
    if how == "sys.modules":
        [target] = targets
        if modules.answer(target, module.path) == "absent":
            return Legacy(module, loading=Failure(ImportError, f"there is no module {target}"), warns=warns)
        if not names.is_module(target):
            where = Location(module.path)
            raise Refused("no-shim", f"nobody can tell what {where.path} stands for", "say `delete-path`", where)
        return Legacy(module, whole=target, warns=warns, version=version)
    found = getattr_of(tree)
    if found and found[3] and table is None:
        return Legacy(module, _imported(names, module, imports), asking=Failure(RecursionError, ENDLESS), warns=warns)
    places = _imported(names, module, imports)
    if table:
        places |= {old: entry.new for old, entry in table.entries.items()}
    elif found:
        target = _asked(names, module)
        return Legacy(module, places, target, warns=warns, version=version, open=not target)
    homes = {place.rpartition(".")[0] for place in places.values()}
    same = all(name == place.rpartition(".")[2] for name, place in places.items())
    whole = homes.pop() if len(homes) == 1 and same else ""
    return Legacy(module, places, whole if names.is_module(whole) else "", warns=warns, version=version)


def _only_fakes(tree: ast.Module, fakes: set[str]) -> bool:
    """Whether a module holds nothing but objects that pretend to be modules, and what makes them."""
    for node in tree.body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                pass
            case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]) if name in fakes or name.startswith(
                "__"
            ):
                pass
            case _:
                return False
    return True


def _only_answers(tree: ast.Module) -> bool:
    """Whether a module holds nothing but a table of moved names and what serves it."""
    own = serving(tree)
    for node in tree.body:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                pass
            case ast.Assign(targets=[ast.Name(id=name)]) if name.startswith("__"):
                pass
            case _ if node not in own:
                return False
    return True


def _with_objects(modules: Modules, module: Module, fakes: list[tuple[int, int, str, str, str]]) -> Legacy:
    places, dead = {}, {}
    for _, _, name, of, recurses in fakes:
        absent = bool(of) and modules.answer(of, module.path) == "absent"
        if recurses:
            dead[name] = Failure(RecursionError, f"{ENDLESS}: nothing sets self.{recurses} before")
        elif absent:
            dead[name] = Failure(ImportError, f"there is no module {of}")
        elif of:
            places[name] = of
    return Legacy(module, places, objects=dead, version=_version(module.source.tree))


def _missing(names: Names, modules: Modules, module: Module, imports: list[Import]) -> str:
    """Why importing the module surely fails; empty where it does not."""
    for item in imports:
        sure = item.when == "import" and not (item.guarded or item.fallback or item.conditional)
        if not sure or not item.target:
            continue
        if modules.answer(item.target, module.path) == "absent":
            return f"there is no module {item.target}"
        there = names.module(item.target)
        if there is None or there.stars or any(word in there.source.data for word in MAKING_NAMES):
            continue
        for name, _ in item.names:
            if name != "*" and names.member(item.target, name) is None:
                below = modules.answer(f"{item.target}.{name}", module.path)
                if below in ("absent", "outside"):
                    return f"{item.target} has no {name}"
    return ""


def _imported(names: Names, module: Module, imports: list[Import]) -> dict[str, str]:
    """Name → where it is, of what the module imports from elsewhere in the project."""
    found: dict[str, str] = {}
    for item in imports:
        if item.when != "import" or is_stdlib(item) or not names.is_ours(item.target):
            continue
        if MACHINERY.search(item.target.rpartition(".")[2]):
            continue
        for name, bound in item.names:
            if name == "*":
                found |= {star: f"{item.target}.{star}" for star in names.star_names(item.target)}
            else:
                found[bound] = f"{item.target}.{name}"
    return found


def _asked(names: Names, module: Module) -> str:
    """The module that a `__getattr__` asks for every name; empty where it is not told so plainly."""
    [function, *_] = [node for node in module.namespace.get("__getattr__", ()) if isinstance(node, ast.FunctionDef)]
    parameter = function.args.args[0].arg if function.args.args else ""
    for node in ast.walk(function):
        match node:
            case ast.Return(value=ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=owner), ast.Name(id=asked)])):
                meaning = names.of_name(module, owner, module.bindings.module)
                if asked == parameter and meaning and not meaning.name and names.is_module(meaning.module):
                    return meaning.module
    return ""


def _version(tree: ast.Module) -> str:
    """The last version in which something of the module is said to go."""
    table = table_of(tree)
    said = [entry.version for entry in table.entries.values()] if table else []
    said += [goes_in(tree), *_warned(tree)]
    known = []
    for text in said:
        try:
            known.append((Version(text), text))
        except InvalidVersion:
            continue
    return max(known)[1] if known else ""


def _warned(tree: ast.Module) -> Iterator[str]:
    """The versions in the texts of the warnings, and in the module's docstring."""
    texts = [ast.get_docstring(tree) or ""]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node.func) in ("warn", "warn_explicit"):
            texts += [
                part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
    for text in texts:
        yield from GOES.findall(text)
