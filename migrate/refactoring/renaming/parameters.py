"""Renames parameters: in the body, in overrides, at every call that gives them by name, in docstrings."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from migrate.errors import nearest
from migrate.model import Location, Move
from migrate.python.bindings import Scope
from migrate.python.edits import Edit, Unplaced
from migrate.python.source import last_name
from migrate.refactoring.calls.methods import find_init, sites_of
from migrate.refactoring.calls.sites import Call, CallSites, Definition, find_function
from migrate.refactoring.refused import Refused
from migrate.refactoring.renaming.attributes import Doubts, Terms
from migrate.refactoring.renaming.bindings import home_of, places
from migrate.refactoring.renaming.opinions import opinions
from migrate.refactoring.symbols import Function, Symbol
from migrate.references.members.classes import ClassFile, called
from migrate.references.members.fixtures import is_collected
from migrate.references.members.hierarchy import Hierarchy
from migrate.references.names import BUILTINS, Module

SIGNATURE_KEPT = frozenset({
    "staticmethod", "classmethod", "abstractmethod", "overload", "override", "final", "cache", "lru_cache", "wraps",
    "contextmanager", "asynccontextmanager", "singledispatch", "singledispatchmethod", "deprecated", "no_type_check",
})  # fmt: skip
"""Decorators that neither name parameters nor pass them on under names of their own."""
UNSEEN = frozenset({"passed", "stored", "returned", "other"})
POSITIONAL = tuple(
    f"`{name}`" for name in ("map", "filter", "sorted", "min", "max", "reduce", "functools.reduce", "starmap")
)
"""What calls a function that it is given by position alone."""
DYNAMIC = frozenset({"locals", "vars", "eval", "exec", "signature", "getfullargspec"})


class ParameterRenaming:
    """The parameter `old` of a function, of its overrides and stubs becomes `new`."""

    def __init__(self, hierarchy: Hierarchy, function: str, old: str, new: str, terms: Terms) -> None:
        """Raises Refused where there is no such function."""
        self.hierarchy = hierarchy
        self.index = hierarchy.index
        self.old = old
        self.new = new
        self.terms = terms
        self.doubts = Doubts()
        self.carriers: dict[tuple[str, str], str] = {}
        found = find_function(self.index, function)
        self.of_class = found.kind == "class"
        self.symbol = self._init(found) if self.of_class else found

    def _init(self, symbol: Symbol) -> Symbol:
        try:
            return find_init(self.index, symbol)
        except Refused as error:
            hint = f'of a dataclass rename the field: `"{symbol.dotted}.{self.old}" = "{self.new}"`'
            raise Refused("no-init", error.refusal.reason, hint, symbol.where) from error

    @property
    def dotted(self) -> str:
        """The parameter as a plan spells it."""
        return f"{self.symbol.dotted}({self.old})"

    @property
    def is_done(self) -> bool:
        """Whether the function has the new parameter and not the old one."""
        names = [set(_parameters(node)) for node in self.symbol.functions]
        return bool(names) and all(self.old not in own for own in names) and any(self.new in own for own in names)

    @cached_property
    def sites(self) -> list[CallSites]:
        """What the tree does with the function, and with those that it overrides."""
        if self.symbol.owner is None or self.symbol.name == "__init__":
            return [sites_of(self.index, self.symbol)]
        file = self.hierarchy.file(self.symbol.module.path)
        assert file is not None
        family = self.hierarchy.family(file.by_node[self.symbol.owner], self.symbol.name)
        tops = [cls for cls in family.roots if any(owner is cls for owner, _ in family.functions)]
        symbols = [
            Symbol(
                cls.module,
                (*cls.qualname.split("."), self.symbol.name),
                tuple(cls.body[self.symbol.name]),
                cls.scopes[-1],
            )
            for cls in tops
        ]
        return [sites_of(self.index, symbol) for symbol in symbols] or [sites_of(self.index, self.symbol)]

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every `def` that has the parameter."""
        everyone = {item.node: item for sites in self.sites for item in sites.definitions}
        return [item for item in everyone.values() if self.old in _parameters(item.node)]

    # what stands in the way

    def check(self) -> None:
        """Raise Refused where there is no such parameter, or it cannot be renamed, or not to this name."""
        if not any(self.old in _parameters(node) for node in self.symbol.functions):
            known = [f"{self.symbol.dotted}({name})" for node in self.symbol.functions for name in _parameters(node)]
            hint = nearest(self.dotted, known, "give the name of a parameter")
            raise Refused("no-such-name", f"the tree has no `{self.dotted}`", hint, self.symbol.where)
        for item in self.definitions:
            if self.new in _parameters(item.node):
                reason = f"{item.where}: `{item.node.name}` has a parameter `{self.new}` already"
                raise Refused("name-taken", reason, "choose another name", item.where)
            self._check_asked_by_name(item)
            self._check_free(item.module, item.module.bindings.scope_of[item.node])
            self._check_decorators(item)

    def _check_asked_by_name(self, item: Definition) -> None:
        """pytest gives tests and fixtures what their parameters name."""
        if not _is_collected(item) or self.old in _defaulted(item.node):
            return
        if _in_parametrize(item.node, self.old):
            return
        reason = f"{item.where}: `{self.old}` is a fixture, which pytest finds by the name of the parameter"
        raise Refused("fixture", reason, "rename the fixture by hand with all who ask for it", item.where)

    def _check_free(self, module: Module, scope: Scope) -> None:
        where = Location(module.path, getattr(scope.node, "lineno", 1))
        if self.new in scope.bindings:
            reason = f"{where}: `{self.new}` is bound in `{_name(scope.node)}` already"
            raise Refused("name-taken", reason, "choose another name", where)
        if self.new in scope.globals | scope.nonlocals:
            raise Refused("captured", f"{where}: `{self.new}` comes from outside there", "choose another name", where)
        mangled = [name for name in (self.old, self.new) if name.startswith("__") and not name.endswith("__")]
        if mangled and any(item.kind == "class" for item in _outwards(scope)):
            raise Refused("mangled", f"{where}: `{mangled[0]}` is mangled in a class", "choose another name", where)
        for use in module.bindings.uses:
            if not any(item is scope for item in _outwards(use.scope)):
                continue
            home = home_of(use)
            at = Location(module.path, (use.quoted or use.name).lineno)
            if use.name.id == self.new and not (home and any(item is scope for item in _outwards(home))):
                kind = "builtin" if self.new in BUILTINS and home is None else "name of another scope"
                raise Refused("captured", f"{at}: the {kind} `{self.new}` is used there", "choose another name", at)
            if use.name.id == self.old and home is scope:
                other = use.scope.lookup(self.new)
                if other is not None and other is not scope and any(item is scope for item in _outwards(other)):
                    raise Refused("captured", f"{at}: `{self.new}` is a local name there", "choose another name", at)

    def _check_decorators(self, item: Definition) -> None:
        for decorator in item.node.decorator_list:
            name, text = last_name(called(decorator)), ast.unparse(decorator)
            where = Location(item.module.path, decorator.lineno)
            if name in SIGNATURE_KEPT or name in ("parametrize", "fixture"):
                continue
            if isinstance(decorator, ast.Call) and _names(decorator, self.old):
                reason = f"{where}: `@{text[:80]}` names the parameter, and may pass it by that name"
                raise Refused("named-by-decorator", reason, "rename it by hand in both places", where)
            self.doubts.notes.append(f"{where}: `@{text[:80]}` may change how `{item.node.name}` is called")

    # the edits

    def edits(self) -> Iterator[tuple[PurePosixPath, Edit]]:
        """The edits; what cannot be proven is in `doubts` afterwards."""
        for item in self.definitions:
            yield from ((item.module.path, edit) for edit in self._definition(item))
        seen: set[ast.AST] = set()
        for sites in self.sites:
            for call in sites.calls:
                if call.callee not in seen:
                    seen.add(call.callee)
                    yield from ((call.path, edit) for edit in self._call(call))
            for value in sites.open_values if self._by_name_anywhere else ():
                reason = f"{value.where}: `{self._shown}` {value.how}: calls by name from there are not seen"
                if value.kind in UNSEEN and not value.how.endswith(POSITIONAL):
                    self.doubts.add("unproven-value", value.where, reason)
                else:
                    self.doubts.notes.append(reason)

    @property
    def _shown(self) -> str:
        return self.symbol.path[-2] if self.symbol.name == "__init__" else self.symbol.name

    def _definition(self, item: Definition) -> Iterator[Edit]:
        module, node = item.module, item.node
        at, scope = module.positions, module.bindings.scope_of[node]
        for start, end in places(module, scope, self.old):
            yield Edit(start, end, at.encode(self.new))
        for inner in ast.walk(node):
            if isinstance(inner, ast.Call) and last_name(inner.func) in DYNAMIC and _looks_at_locals(inner):
                where = Location(module.path, inner.lineno)
                reason = f"{where}: `{ast.unparse(inner)[:60]}` may ask for `{self.old}` by its name"
                self.doubts.add("unproven-call", where, reason)
        owners: list[ast.AST] = [node]
        if node.name == "__init__" and scope.parent and isinstance(scope.parent.node, ast.ClassDef):
            owners.append(scope.parent.node)
        for owner in owners:
            yield from _in_docstring(module, owner, self.old, self.new)
        for start in _parametrized(module, node, self.old):
            yield Edit(start, start + len(at.encode(self.old)), at.encode(self.new))

    @cached_property
    def _by_name_anywhere(self) -> bool:
        """Whether any definition takes it by keyword."""
        return any(self.old in _by_keyword(item.node) for item in self.definitions)

    @cached_property
    def _family_uses(self) -> dict[ast.AST, bool]:
        """Where the method is asked of any class of its family, mixins that count on others to have it among them; and
        whether that is so, where only a second opinion tells.
        """
        if self.symbol.owner is None or self.symbol.name == "__init__":
            return {}
        file = self.hierarchy.file(self.symbol.module.path)
        assert file is not None
        family = self.hierarchy.family(file.by_node[self.symbol.owner], self.symbol.name)
        uses = list(self.hierarchy.uses(family))
        doubtful = [use for use in uses if use.evidence == "unknown" and use.call and self._is_named(use.call)]
        told, notes = opinions(self.terms.evidence, self.hierarchy, family, doubtful)
        self.doubts.notes += notes
        if told:
            counts = Counter(
                self.terms.evidence if answer else f"other by {self.terms.evidence}" for answer in told.values()
            )
            shown = ", ".join(f"{number} {kind}" for kind, number in counts.items())
            self.doubts.notes.append(f"`{self.dotted}`: calls that our own analysis cannot tell, by evidence: {shown}")
        found = {use.node: True for use in uses if use.evidence == "resolved"}
        return found | {use.node: answer for use, answer in told.items()}

    def _is_named(self, call: ast.Call) -> bool:
        """Whether the call gives the parameter by its name."""
        return any(keyword.arg == self.old for keyword in call.keywords)

    def _call(self, call: Call) -> Iterator[Edit]:
        reached = call.reaches or self.symbol.functions[-1]
        told = self._family_uses.get(call.callee) if call.node and self._is_named(call.node) else None
        if call.evidence == "unknown" and told is False:
            return
        is_sure = call.evidence == "resolved" or told is True
        by_keyword = self.old in _by_keyword(reached)
        if by_keyword and self.new in call.bound.keywords:
            reason = f"{call.where}: passes `{self.new}` already, which goes into `**kwargs` so far"
            raise Refused("name-taken", reason, "choose another name", call.where)
        for keyword in call.node.keywords if call.node else ():
            if keyword.arg == self.old:
                if by_keyword and (is_sure or self.terms.unproven == "rename"):
                    at = call.module.positions
                    start, end = at.checked(at.start(keyword), self.old)
                    yield Edit(start, end, at.encode(self.new))
                elif not is_sure:
                    reason = (
                        f"{call.where}: `{ast.unparse(call.callee)}(…, {self.old}=…)`: what it is asked of is not known"
                    )
                    self.doubts.add("unproven-receiver", _place(call), reason)
                elif reached.args.kwarg and self._by_name_anywhere:
                    reason = f"{call.where}: `{self.old}=` goes into `**{reached.args.kwarg.arg}` there"
                    self.doubts.add("unproven-call", _place(call), reason)
            elif keyword.arg is None and isinstance(keyword.value, ast.Dict) and call.evidence == "resolved":
                yield from self._in_dict(call.module, keyword.value)
        mapped = [item for item in (call.node.keywords if call.node else ()) if item.arg is None]
        open_ = [item for item in mapped if not _is_literal(item.value)]
        if open_ and by_keyword and self.old not in call.bound.given and call.evidence == "resolved":
            reason = f"{call.where}: `**{ast.unparse(open_[0].value)[:60]}` may hold `{self.old}`"
            self.doubts.add("unproven-call", _place(call), reason)

    def _in_dict(self, module: Module, node: ast.Dict) -> Iterator[Edit]:
        for key in node.keys:
            if isinstance(key, ast.Constant) and key.value == self.old:
                start = module.positions.string_start(key)
                yield Edit(start, start + len(module.positions.encode(self.old)), module.positions.encode(self.new))

    def moves(self, left: Literal["compat", "reexport", "nothing"]) -> list[Move]:
        """None: a parameter has no dotted name."""
        del left
        return []


def _place(call: Call) -> Location:
    return Location(call.path, (call.node or call.callee).lineno)


def _parameters(node: Function) -> list[str]:
    arguments = node.args
    everyone = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [item.arg for item in everyone if item]


def _by_keyword(node: Function) -> set[str]:
    return {item.arg for item in (*node.args.args, *node.args.kwonlyargs)}


def _defaulted(node: Function) -> set[str]:
    positional = [*node.args.posonlyargs, *node.args.args]
    with_default = positional[len(positional) - len(node.args.defaults) :]
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return {item.arg for item in with_default} | {item.arg for item, default in pairs if default}


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Dict) and all(isinstance(key, ast.Constant) for key in node.keys)


def _looks_at_locals(node: ast.Call) -> bool:
    return last_name(node.func) not in ("vars",) or not node.args


def _outwards(scope: Scope | None) -> Iterator[Scope]:
    while scope is not None:
        yield scope
        scope = scope.parent


def _name(node: ast.AST) -> str:
    return str(getattr(node, "name", "lambda"))


def _names(call: ast.Call, name: str) -> bool:
    """Whether a call gives that name as a keyword, or in a string (`"--name"` of a command line's option too)."""
    spelled = re.compile(rf"(?<!\w)-{{0,2}}{re.escape(name).replace('_', '[-_]')}(?!\w)")
    for part in ast.walk(call):
        if isinstance(part, ast.keyword) and part.arg == name:
            return True
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and spelled.search(part.value):
            return True
    return False


# pytest


def _is_collected(item: Definition) -> bool:
    """Whether pytest calls the function with what its parameters name."""
    return is_collected(ClassFile(item.module), item.node)


def _argnames(node: Function) -> Iterator[ast.Constant]:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and last_name(decorator.func) == "parametrize":
            given = [*decorator.args[:1], *(item.value for item in decorator.keywords if item.arg == "argnames")]
            for value in given:
                parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
                yield from (part for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))


def _in_parametrize(node: Function, name: str) -> bool:
    indirect = any(
        isinstance(item, ast.Call) and any(keyword.arg == "indirect" for keyword in item.keywords)
        for item in node.decorator_list
    )
    return not indirect and any(name in re.split(r"\W+", str(part.value)) for part in _argnames(node))


def _parametrized(module: Module, node: Function, name: str) -> Iterator[int]:
    """The first bytes of the name in the strings of the function's own `parametrize`."""
    for part in _argnames(node):
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", str(part.value)):
            inside = module.positions.string_start(part)
            yield inside + len(module.positions.encode(str(part.value)[: match.start()]))


# docstrings

SECTION = re.compile(
    r"(?P<indent>[ \t]*)(?:Args|Arguments|Parameters|Other Parameters|Params|Keyword Args|Keyword Arguments|Kwargs)[ \t]*:?[ \t]*"
)


def _in_docstring(module: Module, owner: ast.AST, old: str, new: str) -> Iterator[Edit]:
    """`:param old:` and its kin; `old:` and `old (…):` below `Args:`; `old : …` below NumPy's `Parameters`."""
    body = getattr(owner, "body", [])
    first = body[0].value if body and isinstance(body[0], ast.Expr) else None
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str) and old in first.value):
        return
    at = module.positions
    start, end = at.start(first), at.end(first)
    try:
        text = at.decode(at.data[start:end])
    except UnicodeDecodeError as error:
        raise Unplaced(f"{module.path}:{first.lineno}: a docstring that cannot be decoded") from error
    for place in sorted(set(_documented(text, old))):
        offset = start + len(at.encode(text[:place]))
        yield Edit(offset, offset + len(at.encode(old)), at.encode(new))


def _documented(text: str, name: str) -> Iterator[int]:
    word = re.escape(name)
    field = rf":(?:param|parameter|arg|argument|key|keyword|kwarg|type)(?:[ \t]+[^:\n]*?)?[ \t]+(?:\\?\*){{0,4}}({word})[ \t]*:"
    for match in re.finditer(field, text):
        yield match.start(1)
    for match in re.finditer(rf"@(?:param|type)[ \t]+({word})[ \t]*:", text):
        yield match.start(1)
    yield from _in_sections(
        text, re.compile(rf"[ \t]*(?:[\w*]+[ \t]*,[ \t]*)*(?:\\?\*){{0,4}}({word})(?=[ \t]*(?:[:,(]|\Z))")
    )


def _in_sections(text: str, entry: re.Pattern[str]) -> Iterator[int]:
    """Where a line of a section of parameters begins with the entry, at the section's own depth."""
    at, depth, inside, underlined = 0, 0, False, False
    own: int | None = None
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        indent = len(bare) - len(bare.lstrip())
        head = SECTION.fullmatch(bare.lstrip("\"'rRuUbB") if at == 0 else bare)
        if head:
            inside, underlined, depth, own = True, False, indent, None
        elif inside and bare.strip() and set(bare.strip()) <= {"-", "="} and own is None:
            underlined = True
        elif inside and bare.strip():
            if indent < depth or (indent == depth and not underlined) or _is_heading(text, at, line):
                inside = False
            else:
                own = indent if own is None else own
                match = entry.match(bare) if indent == own else None
                if match:
                    yield at + match.start(1)
        at += len(line)


def _is_heading(text: str, at: int, line: str) -> bool:
    """Whether the next line underlines this one."""
    following = text[at + len(line) :].split("\n", 1)[0].strip()
    return len(following) >= 3 and set(following) <= {"-", "="}
