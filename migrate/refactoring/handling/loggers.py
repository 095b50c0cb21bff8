"""The logger of a module: the one that is there, or one that is made below its imports."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from migrate.model import Location
from migrate.python.bindings import Scope
from migrate.python.edits import BOM, Edit, newline_of
from migrate.python.handlers import Handler
from migrate.python.source import last_name
from migrate.refactoring.refused import Refused
from migrate.refactoring.units import Unit, header_of, units_of
from migrate.references.names import Module, Names


class Loggers:
    """The logger of one module, for its handlers. `inserts` are the edits that make one."""

    def __init__(self, names: Names, module: Module, homes: dict[ast.AST, Scope]) -> None:
        self.names = names
        self.module = module
        self.homes = homes
        self.made = ""
        self.inserts: list[Edit] = []

    def name_for(self, handler: Handler) -> str:
        """The name of the module's logger, made if need be. Raises Refused where that handler cannot use one."""
        there = existing_logger(self.module) or self._imported()
        name = there[0] if there else self.made or self._make(handler)
        scope = self.homes[handler.node]
        home = scope.lookup(name)
        if home not in (None, self.module.bindings.module):
            raise self._refused(
                "captured-name", handler, f"`{name}` is a local name there", "rename the local name first"
            )
        if there and runs_on_import(scope) and handler.node.lineno < there[1]:
            raise self._refused(
                "definition-order", handler, f"`{name}` is bound further down", "move the logger up first"
            )
        return name

    def _refused(self, code: str, handler: Handler, why: str, hint: str) -> Refused:
        where = Location(self.module.path, handler.node.lineno, symbol=handler.scope)
        return Refused(code, f"{where}: {why}", hint, where)

    def _imported(self) -> tuple[str, int] | None:
        """A logger of another module of the tree that this one imports, with the line."""
        for name, nodes in self.module.namespace.items():
            said = name.lower().strip("_")
            if len(nodes) != 1 or not isinstance(nodes[0], ast.alias) or not said.endswith(("log", "logger")):
                continue
            meant = self.names.bound(self.module, name, nodes[0])
            home = self.names.module(meant.module) if meant and meant.name and not meant.rest else None
            if meant and home and meant.name in _loggers(home):
                return name, nodes[0].lineno
        return None

    def _make(self, handler: Handler) -> str:
        """Plan `import logging` and a logger below the imports."""
        namespace = self.module.namespace
        taken = namespace.get("logging", [])
        ours = all(isinstance(node, ast.alias) and self.module.origins[node] == ("logging", "") for node in taken)
        free = [name for name in ("logger", "_logger") if name not in namespace]
        if not ours or not free:
            what = "logging" if not ours else "logger"
            raise self._refused(
                "name-taken", handler, f"`{what}` means something else in this module", "make a logger by hand"
            )
        if self.names.is_module("logging"):
            path = self.names.path_of("logging")
            raise self._refused("name-taken", handler, f"`import logging` may find {path}", "rename that file first")
        header = header_of(units_of(self.module))
        if runs_on_import(self.homes[handler.node]) and any(
            u.code <= self.module.positions.start(handler.node) < u.end for u in header
        ):
            raise self._refused(
                "definition-order", handler, "it runs before a logger can be made", "make a logger by hand"
            )
        in_header = any(node in taken for unit in header for part in unit.statements for node in ast.walk(part))
        self.inserts = list(self._new(free[0], header, in_header))
        self.made = free[0]
        return self.made

    def _new(self, name: str, header: list[Unit], imported: bool) -> Iterator[Edit]:
        at = self.module.positions
        data, line = at.data, newline_of(at.data)
        imports = [unit for unit in header if unit.kind == "import"]
        before = [unit for unit in imports if sorts_before_logging(unit)]
        docs = [unit for unit in header if unit.kind in ("docstring", "future")]
        text = b"" if imported else b"import logging" + line
        made = at.encode(f"{name} = logging.getLogger(__name__)") + line
        end = header[-1].end if header else top_of(self.module)
        start = before[-1].end if before else imports[0].code if imports else docs[-1].end if docs else end
        if not imports and docs and text:
            text = line + text
        if text and imports and not before and not is_stdlib(imports[0]):
            text += line
        if start != end and text:
            yield Edit(start, start, own_line(data, start, line) + text)
            text = b""
        below = data[end:]
        blank = not below.strip() or below.startswith((b"\n", b"\r"))
        gap = b"" if blank else line * 2 if below.startswith((b"def ", b"class ", b"async ", b"@")) else line
        yield Edit(end, end, own_line(data, end, line) + text + (line if header or text else b"") + made + gap)


def runs_on_import(scope: Scope) -> bool:
    """Whether code in that scope runs while the module is imported."""
    inner: Scope | None = scope
    while inner:
        if inner.kind == "function":
            return False
        inner = inner.parent
    return True


def existing_logger(module: Module) -> tuple[str, int] | None:
    """The first module-level name that is bound to a logger, with its line."""
    return next(iter(_loggers(module).items()), None)


def _loggers(module: Module) -> dict[str, int]:
    """The module-level names that are bound to loggers, with their lines."""
    found: dict[str, int] = {}
    for node in module.source.tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as call)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Call() as call)
            ) if last_name(call.func) in ("getLogger", "get_logger") and len(module.namespace.get(name, ())) == 1:
                found[name] = node.lineno
    return found


def sorts_before_logging(unit: Unit) -> bool:
    """Whether an import statement belongs above `import logging`: `import` of the standard library, by name."""
    node = unit.statements[0]
    return isinstance(node, ast.Import) and node.names[0].name < "logging" and is_stdlib(unit)


def is_stdlib(unit: Unit) -> bool:
    """Whether an import statement imports from the standard library."""
    match unit.statements[0]:
        case ast.Import(names=[ast.alias(name=name), *_]) | ast.ImportFrom(module=str(name), level=0):
            return name.partition(".")[0] in sys.stdlib_module_names
    return False


def top_of(module: Module) -> int:
    """Where code can begin in a module without a header: below its opening comments."""
    units = units_of(module)
    return units[0].code if units else len(module.source.data)


def own_line(data: bytes, offset: int, line: bytes) -> bytes:
    """What must come first for a text at that offset to begin a line."""
    return line if data[:offset].removeprefix(BOM) and data[offset - 1 : offset] not in (b"\n", b"\r") else b""
