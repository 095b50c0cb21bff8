"""A method becomes a function of a module, and `obj.m(1)` becomes `m(obj, 1)`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from migrate.model import Location, Move
from migrate.python.bindings import ImportSite, Scope
from migrate.python.edits import Edit, Unplaced, newline_of
from migrate.python.source import last_name
from migrate.refactoring.calls.binding import bind
from migrate.refactoring.calls.handing_on import unsure
from migrate.refactoring.calls.methods import is_super
from migrate.refactoring.calls.signatures import add_argument, type_comment
from migrate.refactoring.calls.sites import Definition, Trees, implementation, is_overload
from migrate.refactoring.draft import Draft
from migrate.refactoring.imports.adding import ImportAdding, Wanted
from migrate.refactoring.imports.retarget import spell
from migrate.refactoring.methods.classes import check_body, is_empty, is_mangled, is_top, single
from migrate.refactoring.methods.delegates import asked, delegate
from migrate.refactoring.methods.names import check_free
from migrate.refactoring.methods.order import Pending, as_argument, is_trivial
from migrate.refactoring.methods.stages import check_loads
from migrate.refactoring.methods.text import Lines, ended, indent_of, method_span, within
from migrate.refactoring.methods.unbinding import Unbinding
from migrate.refactoring.moving.arrival import imports_inside
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.bindings import home_of
from migrate.refactoring.symbols import Function, find_symbol, is_name
from migrate.refactoring.units import units_of
from migrate.references.members.classes import LOCALS, Class, called
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.members.uses import ASKING, GETTERS, MemberUse
from migrate.references.names import Meaning, Module

PROPERTIES = frozenset({"property", "cached_property", "setter", "getter", "deleter", "abstractproperty"})
OWN = frozenset({"staticmethod", "classmethod"})


@dataclass(frozen=True)
class Wish:
    """What is asked for: a method becomes a function of the same module."""

    method: str
    name: str
    given: Literal["parameter", "drop", "attributes"] = "parameter"
    parameter: str = ""
    of_class: Literal["refuse", "class"] = "refuse"
    unproven: Literal["refuse", "rewrite", "leave"] = "refuse"
    leave: Literal["nothing", "delegate"] = "nothing"
    through: tuple[str, ...] = ()
    cycles: Literal["refuse", "inside-functions"] = "refuse"


def is_freed(draft: Draft, method: str, function: str) -> bool:
    """Whether the function is there, and the method is gone or only hands on."""
    cls, _, name = method.rpartition(".")
    owner = Hierarchy(draft.index).find(cls)
    home, _, new = function.rpartition(".")
    there = draft.index.names.module(home)
    if owner is None or there is None or not any(isinstance(node, Function) for node in there.namespace.get(new, ())):
        return False
    return all(isinstance(node, Function) and _asks(node, new) for node in owner.body.get(name, ()))


def _asks(node: Function, name: str) -> bool:
    func = asked(node)
    return isinstance(func, ast.Name) and func.id == name


class Freeing:
    """One method, in a draft. What cannot be proven at a place is refused there."""

    def __init__(self, draft: Draft, wish: Wish) -> None:
        self.draft = draft
        self.index = draft.index
        self.wish = wish
        self.hierarchy = Hierarchy(draft.index)
        self.symbol = find_symbol(self.index, wish.method)
        if self.symbol.owner is None or not self.symbol.functions:
            hint = "name a method where it is defined"
            raise Refused("no-method", f"`{wish.method}` is no method", hint, self.symbol.where)
        self.home: Module = self.symbol.module
        file = self.hierarchy.file(self.home.path)
        assert file is not None
        self.cls: Class = file.by_node[self.symbol.owner]
        self.nodes = self.symbol.functions
        self.main = implementation(self.symbol)
        self.member = self.symbol.name
        self.scope = self.home.bindings.module
        self.meaning = Meaning(self.home.name, wish.name)
        self.pending, self.adding = Pending(), ImportAdding(self.index)
        self.unbinding = Unbinding(self.cls, self.symbol.scope, self.pending, wish.parameter)
        self.delegates = wish.leave == "delegate"
        decorators = {last_name(called(item)) for item in self.main.decorator_list}
        self.is_static, self.is_of_class = "staticmethod" in decorators, "classmethod" in decorators
        self.strings: dict[PurePosixPath, int] = {}
        self.trees = Trees()
        self.inside: dict[tuple[PurePosixPath, bool], list[tuple[ast.AST, str]]] = {}
        """(file, whether it imports relatively) → the functions that import the new function themselves."""
        self._brought: set[PurePosixPath] = set()

    def carry_out(self) -> None:
        """Write everything into the draft."""
        self._check()
        for node in self.nodes:
            self._definition(node)
        self._sites()
        if self.draft.refusals:
            return
        self._imports_inside()
        self._texts()
        self._write()
        for path, count in self.strings.items():
            self.draft.note(f"{path}: {count} strings say {self.member!r}, and are left as they are")
        for path, why in self.index.unread.items():
            self.draft.note(f"{path}: not looked at: {why}")
        if not self.delegates:
            new = f"{self.home.name}.{self.wish.name}"
            self.draft.moves.append(Move(self.symbol.dotted, new))
            self.draft.redefines(self.symbol.dotted, new)
        check_loads(self.draft, self.home.name)

    # what stands in the way

    def _check(self) -> None:
        wish, home, where = self.wish, self.home, self.symbol.where
        name = self.member
        if any(path.suffix == ".pyi" for path in self.index.names.paths.get(home.name, ())):
            raise Refused("stub-file", f"`{home.name}` has a stub (.pyi)", "change the stub by hand first", where)
        if not is_name(wish.name) or is_mangled(wish.name):
            raise Refused("bad-name", f"`{wish.name}` is no name for a function", "choose another name", where)
        if wish.parameter and not is_name(wish.parameter):
            raise Refused("bad-name", f"`{wish.parameter}` is no name", "choose another `parameter`", where)
        if is_mangled(name):
            raise Refused("mangled", f"{where}: `{name}` is mangled", "rename it first", where)
        if name.startswith("__") and name.endswith("__"):
            raise Refused("special-method", f"{where}: Python itself calls `{name}`", "leave it a method", where)
        if LOCALS in self.cls.meaning.rest or not any(is_top(home, item) for item in self._outermost()):
            raise Refused("conditional", f"{where}: its class stands in a branch or a function", "leave it", where)
        single(self.hierarchy, self.cls.dotted)
        if len(self.nodes) != len(self.symbol.nodes) or len([n for n in self.nodes if not is_overload(n)]) > 1:
            raise Refused("bound-twice", f"{where}: `{name}` is bound more than once", "bind it once", where)
        check_free(self.index, home, self.scope, wish.name, None)
        self._check_family()
        for use in home.bindings.uses:
            if use.name.id == name and home_of(use) is self.symbol.scope:
                place = Location(home.path, use.name.lineno)
                raise Refused(
                    "value-use", f"{place}: the class uses `{name}` as it is made", "change that first", place
                )

    def _outermost(self) -> list[ast.AST]:
        return self.home.namespace.get(self.cls.qualname.partition(".")[0], [])

    def _check_family(self) -> None:
        family, where = self.hierarchy.family(self.cls, self.member), self.symbol.where
        for other in (*family.definers, *family.asking):
            if other is self.cls or (other in family.asking and self.cls in self.hierarchy.ancestors(other)):
                continue
            place = Location(other.path, other.line, symbol=other.qualname)
            does = "counts on a class below to have" if other in family.asking else "defines"
            reason = f"{place}: `{other.name}` {does} `{self.member}` too"
            raise Refused("override", reason, "a function cannot be overridden: leave it a method", place)
        if self.cls.set_on_self(self.member):
            raise Refused("override", f"{where}: instances bind `{self.member}` anew", "leave it a method", where)
        for cls, base in family.outside:
            if cls in (self.cls, *self.hierarchy.ancestors(self.cls)) and not is_empty(base):
                shown = base.dotted or base.written
                reason = f"{where}: `{shown}`, from which `{cls.name}` inherits, may call or define `{self.member}`"
                raise Refused("override", reason, "leave it a method", where)

    def _check_definition(self, node: Function) -> None:
        home, wish = self.home, self.wish
        where = Location(home.path, node.lineno, symbol=node.name)
        definition = Definition(home, node, 1, "overload" if is_overload(node) else "implementation")
        decorators = {last_name(called(item)) for item in node.decorator_list}
        if decorators & PROPERTIES:
            raise Refused("property", f"{where} is a property", "make it a method first", where)
        if decorators & {"abstractmethod", "override"}:
            kind = "abstract" if "abstractmethod" in decorators else "override"
            raise Refused(kind, f"{where}: `@{min(decorators & {'abstractmethod', 'override'})}`", "leave it", where)
        if self.hierarchy.is_protocol(self.cls):
            reason = f"{where}: `{self.cls.name}` is a protocol: any class may have the method in its own way"
            raise Refused("protocol", reason, "leave it a method", where)
        if "classmethod" in decorators and wish.of_class == "refuse":
            reason = f"{where} is a class method"
            raise Refused("classmethod", reason, 'say `of_class = "class"` to let it name the class', where)
        if "classmethod" in decorators and self.hierarchy.descendants(self.cls):
            reason = f"{where}: `{self.cls.name}` has subclasses, for which `cls` is another class"
            raise Refused("classmethod", reason, "leave it a method", where)
        if (item := unsure(self.index.names, definition, wish.through)) is not None:
            reason = f"{where}: who knows what `@{ast.unparse(item)}` makes of a function"
            hint = f'say `through = ["{last_name(called(item))}"]` if it gives back a function'
            raise Refused("decorated", reason, hint, where)
        if type_comment(home, node):
            raise Refused("type-comment", f"{where} has a type comment", "write annotations first", where)
        check_body(home, node, self.cls.name, leaves=True)
        for part in ast.walk(node):
            if isinstance(part, ast.Name) and part.id == "Self":
                self.draft.note(f"{where}: `Self` says nothing outside of a class")
                break

    # the definition

    def _definition(self, node: Function) -> None:
        self._check_definition(node)
        home, at = self.home, self.home.positions
        if self.wish.name != self.member:
            self.pending.add(home.path, Edit(*at.definition_span(node), at.encode(self.wish.name)))
        for item in node.decorator_list:
            if last_name(called(item)) in OWN:
                start = at.line_start(item.lineno)
                self.pending.add(home.path, Edit(start, at.line_start((item.end_lineno or item.lineno) + 1), b""))
        self.unbinding.take_out(node, None if self.is_static else "class" if self.is_of_class else self.wish.given)

    # who calls it

    def _sites(self) -> None:
        family = self.hierarchy.family(self.cls, self.member)
        uses = [use for use in self.hierarchy.uses(family) if use.evidence != "other"]
        uses.sort(key=lambda use: sum(1 for _ in ast.walk(use.call or use.node)))  # what lies inside comes first
        for use in uses:
            where = Location(use.path, use.line)
            try:
                if use.form == "attribute" and isinstance(use.node, ast.Attribute):
                    self._attribute(use, use.node, where)
                else:
                    self._other(use, where)
            except Refused as error:
                self.draft.refusals.append(error.refusal)
            except Unplaced as error:
                self.draft.refuse("unplaced", str(error), "write that call plainly, outside of an f-string", where)

    def _other(self, use: MemberUse, where: Location) -> None:
        if self.delegates:
            if use.evidence == "resolved":
                self.draft.note(f"{where}: names the method, which only hands on now")
            return
        asks = use.call is not None and last_name(use.call.func) in (*ASKING, *GETTERS)
        if use.evidence == "resolved" or (asks and self.wish.unproven == "refuse"):
            sure = "names" if use.evidence == "resolved" else "may name"
            hint = 'change it by hand, or say `leave = "delegate"`'
            raise Refused("dynamic-access", f"{where} {sure} `{self.member}` by a {use.form}", hint, where)
        self.strings[use.path] = self.strings.get(use.path, 0) + 1

    def _attribute(self, use: MemberUse, node: ast.Attribute, where: Location) -> None:
        shown = ast.unparse(node.value)
        if not isinstance(node.ctx, ast.Load):
            if use.evidence == "resolved":
                raise Refused("rebound", f"{where}: `{shown}.{self.member}` is bound anew", "leave it a method", where)
            return None
        if use.call is None:
            if use.evidence == "resolved" and not self.delegates:
                if self._is_the_function(use, node):
                    return self._rewrite(use, node, None, where)
                reason = f"{where}: `{shown}.{self.member}` is handed on"
                raise Refused("value-use", reason, 'call it in a lambda first, or say `leave = "delegate"`', where)
            if use.evidence == "unknown" and not self.delegates:
                self._unproven(use, shown, where)
            return None
        if use.evidence == "unknown":
            implicit = 0 if self.is_static else 1
            if bind(self.main.args, use.call.args, use.call, implicit).misfit:
                return None  # the call of another thing
            if not self._unproven(use, shown, where):
                return None
        if is_super(node.value):
            raise Refused("super", f"{where}: `super().{self.member}` is asked of a class above", "leave it", where)
        return self._rewrite(use, node, use.call, where)

    def _unproven(self, use: MemberUse, shown: str, where: Location) -> bool:
        """Whether to rewrite a call of which nobody can tell what it calls."""
        if self.wish.unproven == "refuse":
            reason = f"{where}: nobody can tell whether `{shown}` is a `{self.cls.name}` ({use.reason})"
            hint = 'annotate it, or say `unproven = "leave"` or `"rewrite"`'
            raise Refused("unproven-receiver", reason, hint, where)
        what = "left as it is" if self.wish.unproven == "leave" else "rewritten"
        self.draft.note(f"{where}: {what}, though nobody can tell whether `{shown}` is a `{self.cls.name}`")
        return self.wish.unproven == "rewrite" and use.call is not None

    def _is_the_function(self, use: MemberUse, node: ast.Attribute) -> bool:
        """Whether what is handed on takes the same arguments as the function will."""
        root: ast.expr = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if self.is_static:
            return isinstance(root, ast.Name)
        return use.by_class and not self.is_of_class and self.wish.given == "parameter"

    def _rewrite(self, use: MemberUse, node: ast.Attribute, call: ast.Call | None, where: Location) -> None:
        module = self.index.names.file(use.path)
        file = self.hierarchy.file(use.path)
        assert file is not None
        at = module.positions
        self._check_reach(module, file.scope(node), where)
        start, end = at.start(node), at.end(node)
        dot = re.compile(rb"\.(?:\s|\\)*\Z").search(module.source.data, start, at.attribute_span(node)[0])
        if dot is None:
            raise Unplaced(f"{where}: no dot before `{self.member}`")
        is_plain = self.wish.given == "parameter" and not self.is_static and not self.is_of_class
        if call is None:
            pass
        elif not is_plain:
            given = self._given(use, node, where)
            if given:
                self.pending.add(use.path, *add_argument(module, call, 0, given))
        elif not use.by_class:
            text = at.decode(self.pending.take(module, start, dot.start())).rstrip()
            text = as_argument(node.value, _bare(node.value, text))
            self.pending.add(use.path, *add_argument(module, call, 0, text))
        self.pending.add(use.path, Edit(start, end, at.encode(self.wish.name)))
        self._bring(module, node)

    def _given(self, use: MemberUse, node: ast.Attribute, where: Location) -> str:
        """What a call passes in the place of its receiver, where that is not the receiver itself."""
        receiver: ast.expr = node.value
        while isinstance(receiver, ast.Attribute):
            receiver = receiver.value
        if not is_trivial(receiver):
            reason = f"{where}: `{ast.unparse(node.value)}` would not be worked out once"
            raise Refused("evaluation-order", reason, "put it into a variable first", where)
        if use.by_class and not self.is_static and not self.is_of_class:
            reason = f"{where}: the class itself is asked for `{self.member}`"
            raise Refused("value-use", reason, 'say `given = "parameter"`', where)
        return ", ".join(f"{ast.unparse(node.value)}.{name}" for name in self.unbinding.attributes)

    def _check_reach(self, module: Module, scope: Scope, where: Location) -> None:
        home = scope.lookup(self.wish.name)
        if home is not None and home is not module.bindings.module:
            reason = f"{where}: `{self.wish.name}` is something else here"
            raise Refused("captured", reason, "choose another `name`", where)

    def _bring(self, module: Module, node: ast.expr) -> None:
        """Have the function known where it is called: at the top of the module, or, where the module loads its home only as
        functions run, at the top of the function.
        """
        if module.path == self.home.path:
            return
        around = [item for item in self.trees.of(module).around(node) if isinstance(item, Function)]
        sites = [site for site in module.bindings.imports if self._loads(module, site)]
        late = bool(sites) and all(site.scope.kind == "function" for site in sites)
        if around and (late or (self.wish.cycles == "inside-functions" and self._rings(module))):
            relative = any(isinstance(site.node, ast.ImportFrom) and site.node.level for site in sites)
            self.inside.setdefault((module.path, relative), []).append((around[0], self.wish.name))
        elif module.path not in self._brought:
            self._brought.add(module.path)
            check_free(self.index, module, module.bindings.module, self.wish.name, self.meaning)
            self.draft.edit(module.path, *self._top(module))

    def _top(self, module: Module) -> list[Edit]:
        return self.adding.edits(module, [Wanted(self.home.name, self.wish.name)])

    def _rings(self, module: Module) -> bool:
        try:
            self._top(module)
        except Refused as error:
            return error.refusal.code == "import-ring"
        return False

    def _loads(self, module: Module, site: ImportSite) -> bool:
        """Whether an import loads the home of the class."""
        origins = (module.origins[alias] for alias in site.node.names)
        return any(self.home.name in (origin, f"{origin}.{name}") for origin, name in origins)

    def _imports_inside(self) -> None:
        for (path, relative), wanted in self.inside.items():
            module = self.index.names.file(path)
            self.draft.edit(path, *imports_inside(module, wanted, spell(module, self.home.name, relative)))

    def _texts(self) -> None:
        if self.delegates:
            return
        old = re.compile(rb"(?<![\w.])" + re.escape(self.symbol.dotted.encode()) + rb"(?!\w)")
        new = f"{self.home.name}.{self.wish.name}".encode()
        for path in self.index.texts:
            data = self.index.workspace.read(path)
            if b"\0" not in data:
                self.draft.edit(path, *(Edit(*match.span(), new) for match in old.finditer(data)))

    # the text

    def _write(self) -> None:
        home, data = self.home, self.home.source.data
        line, lines = newline_of(data), Lines(home)
        edits = self.pending.edits.setdefault(home.path, [])
        cuts, texts = list[Edit](), list[bytes]()
        body = self.symbol.owner.body if self.symbol.owner else []
        for node in self.nodes:
            start, end = method_span(home, node)
            indent = indent_of(home, node.lineno)
            moved = [*edits, *_apart(lines.indent(start, end, indent, b""), edits)]
            texts.append(ended(within(data, moved, start, end), line))
            if self.delegates:
                cuts.append(Edit(*self._kept_span(node), self._delegate(node)))
            else:
                cuts.append(self._cut(start, end, body, node))
        if not self.delegates and all(item in self.nodes for item in body):
            indent = indent_of(home, self.nodes[0].lineno)
            cuts[-1] = Edit(cuts[-1].start, cuts[-1].end, cuts[-1].text + indent + b"pass" + line)
        spans = [method_span(home, node) for node in self.nodes]
        kept = [edit for edit in edits if not any(start <= edit.start and edit.end <= end for start, end in spans)]
        outer = self._outermost()[-1]
        unit = next(unit for unit in units_of(home) if outer in unit.statements)
        text = line * 2 + line.join(texts)
        beside = [edit for edit in (*kept, *cuts) if edit.end == unit.end]
        if not beside and not data[: unit.end].endswith((b"\n", b"\r")):
            text = line + text
        if beside:
            rest = beside[0]
            kept = [edit for edit in kept if edit is not rest]
            cuts = [edit for edit in cuts if edit is not rest]
            self.draft.edit(home.path, Edit(rest.start, rest.end, rest.text + text))
        else:
            self.draft.edit(home.path, Edit(unit.end, unit.end, text))
        self.draft.edit(home.path, *kept, *cuts)
        for path, found in self.pending.edits.items():
            if path != home.path:
                self.draft.edit(path, *found)

    def _cut(self, start: int, end: int, body: list[ast.stmt], node: Function) -> Edit:
        """What goes with the method: the blank lines above it, or below where it is the first."""
        data = self.home.source.data
        if body[0] is node:
            blank = re.compile(rb"(?:[ \t\f]*(?:\r\n|\r|\n))*").match(data, end)
            return Edit(start, blank.end() if blank and len(body) > 1 else end, b"")
        above = re.compile(rb"(?:\r\n|\r|\n)((?:[ \t\f]*(?:\r\n|\r|\n))+)\Z").search(data, 0, start)
        return Edit(above.start(1) if above else start, end, b"")

    def _kept_span(self, node: Function) -> tuple[int, int]:
        at = self.home.positions
        return at.start(node), at.line_start((node.end_lineno or node.lineno) + 1)

    def _delegate(self, node: Function) -> bytes:
        """The method as it stays, below those decorators that say what it is called on."""
        home, where = self.home, self.symbol.where
        everyone = [item.arg for item in (*node.args.posonlyargs, *node.args.args)]
        if len(self.nodes) > 1:
            raise Refused("overload", f"{where} has overloads", 'say `leave = "nothing"`', where)
        if {last_name(called(item)) for item in node.decorator_list} - OWN:
            raise Refused("decorated", f"{where} would be decorated twice", 'say `leave = "nothing"`', where)
        if self.wish.name in {*everyone, *(item.arg for item in node.args.kwonlyargs)}:
            raise Refused("captured", f"{where} has a parameter `{self.wish.name}`", "choose another `name`", where)
        first, without = list[str](), ""
        if self.is_of_class or (not self.is_static and self.wish.given != "parameter"):
            without = everyone[0]
            first = [f"{without}.{name}" for name in self.unbinding.attributes]
        return delegate(home, node, self.wish.name, first, without, indent_of(home, node.lineno))


def _apart(edits: list[Edit], others: list[Edit]) -> Iterator[Edit]:
    """Those that lie in none of the others that take text away."""
    return (
        edit
        for edit in edits
        if not any(o.start <= edit.start and edit.end <= o.end and o.end > o.start for o in others)
    )


def _bare(node: ast.expr, text: str) -> str:
    """Without parentheses that an argument does not need."""
    needs = isinstance(node, ast.Tuple | ast.NamedExpr | ast.GeneratorExp | ast.Yield | ast.YieldFrom)
    if needs or not text.startswith("(") or not text.endswith(")"):
        return text
    try:
        same = ast.dump(ast.parse(text[1:-1].strip(), mode="eval").body) == ast.dump(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return text
    return text[1:-1].strip() if same and "\n" not in text else text
