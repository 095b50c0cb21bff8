"""Which classes a tree has, what they inherit from, and which of them share a member by inheritance.

    hierarchy = hierarchy_of(index)
    cls = hierarchy.find("pkg.mod.Class")
    family = hierarchy.family(cls, "method")
    for use in hierarchy.uses(family): …          # migrate.references.members.uses

Only files that hold a class in question, or name one as a base, are parsed.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from migrate.python.bindings import Scope
from migrate.python.edits import Unplaced
from migrate.python.source import last_name
from migrate.references.index import Index
from migrate.references.members.classes import CALL, LOCALS, Class, ClassFile
from migrate.references.members.outside import OBJECT, OutsideClasses
from migrate.references.members.receivers import Receivers
from migrate.references.members.values import ClassObject, Foreign, Instance, Known
from migrate.references.names import Meaning

if TYPE_CHECKING:
    from migrate.references.members.uses import MemberUse

HEADER = re.compile(rb"(?:^|[\r\n;:])[ \t\f]*class[ \t]+(\w+)[ \t]*(?=[\[(])")
IMPORTED_AS = re.compile(rb"[ \t]as[ \t]+(\w+)")
ASSIGNED = re.compile(rb"[\r\n][ \t]*(\w+)(?:[ \t]*:[^=\r\n]*)?[ \t]*=[ \t]*(?:\w+\.)*(\w+)[ \t]*(?=[\r\n#])")
TAKEN = re.compile(rb"=[ \t]*(?:\w+\.)*\w+[ \t]*[\r\n#]")
"""The end of what ASSIGNED finds: to look for it first takes a fifth of the time."""
WORD = re.compile(rb"\w+")
CHAIN = b".])0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ENUM_ENDS = ("Enum", "Flag", "Choices")
PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


@dataclass(frozen=True, slots=True)
class Outside:
    """A base that the tree does not define: its dotted name (empty where nobody can tell) and how it is written."""

    dotted: str
    written: str


Base = Class | Outside


@dataclass(frozen=True, eq=False)
class Family:
    """The classes that share a member by inheritance: whoever defines it, and whoever inherits it or asks it of `self`."""

    member: str
    classes: frozenset[Class]
    definers: tuple[Class, ...]
    """Those that bind it, in a class body or by `self.x = …`, sorted by place."""
    roots: tuple[Class, ...]
    """The definers that inherit it from no other class of the tree."""
    outside: tuple[tuple[Class, Outside], ...]
    """(class, base): bases outside the tree that define the member, or may define it for all that is known."""
    asking: tuple[Class, ...]
    """Those that only ask it of `self`, and so count on a subclass or a mixin to have it."""

    @property
    def bodies(self) -> Iterator[tuple[Class, ast.AST]]:
        """(class, node): every node that binds the member in a class's body."""
        return ((cls, node) for cls in self.definers for node in cls.body.get(self.member, ()))

    @property
    def functions(self) -> list[tuple[Class, ast.FunctionDef | ast.AsyncFunctionDef]]:
        """(class, function): every `def` of the member, overloads and property setters included."""
        return [(cls, node) for cls, node in self.bodies if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    def __contains__(self, cls: object) -> bool:
        return cls in self.classes


class Hierarchy:
    """The classes of the index's tree. Answers are remembered; the tree must not change meanwhile."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.names = index.names
        self.outside = OutsideClasses()
        self.receivers = Receivers(self)
        self._files: dict[PurePosixPath, ClassFile | None] = {}
        self._bases: dict[Class, tuple[Base, ...]] = {}
        self._orders: dict[Class, tuple[Base, ...]] = {}
        self._subclasses: dict[Class, tuple[Class, ...]] = {}
        self._descendants: dict[Class, tuple[Class, ...]] = {}
        self._above_family: dict[Family, frozenset[Base]] = {}
        self._overriding: dict[tuple[Class, str], list[Class]] = {}
        self._below: dict[str, set[PurePosixPath]] = {}
        self._set: dict[str, bool] = {}

    # finding

    def file(self, path: PurePosixPath) -> ClassFile | None:
        """The classes of that file; None (see the index's `unread`) where it cannot be parsed or edited."""
        if path not in self._files:
            module = self.names.file(path)
            try:
                module.bindings  # noqa: B018 (parses it)
                module.positions  # noqa: B018 (looks at its encoding)
                self._files[path] = ClassFile(module)
            except (SyntaxError, Unplaced) as error:
                self.index.unread[path] = str(getattr(error, "msg", None) or error)
                self._files[path] = None
        return self._files[path]

    def find(self, dotted: str) -> Class | None:
        """The class of that dotted name, re-exports followed; None where the tree has none."""
        meaning = self.names.meaning(dotted)
        return self.of(meaning) if meaning else None

    def of(self, meaning: Meaning) -> Class | None:
        """The class that is meant; None where the meaning is no class, or one of several."""
        if LOCALS in meaning.rest:
            path = self.names.path_of(meaning.module)
            file = self.file(path) if path else None
            return file.classes.get(".".join((meaning.name, *meaning.rest))) if file else None
        known = self.receivers.meant(Meaning(meaning.module, meaning.name)) if meaning.name else None
        cls = _single(known)
        for part in meaning.rest:
            above = [base for base in self.mro(cls) if isinstance(base, Class)] if cls else []
            home = next((base for base in above if part in base.body), None)
            cls = _single(self.receivers.bound(home.file, part, home.scopes[-1])) if home else None
        return cls

    def around(self, scope: Scope, file: ClassFile) -> Class | None:
        """The innermost class whose body, or whose methods, that scope belongs to."""
        inner: Scope | None = scope
        while inner is not None and inner.kind != "class":
            inner = inner.parent
        return file.by_node.get(inner.node) if inner is not None else None

    # inheritance

    def bases(self, cls: Class) -> tuple[Base, ...]:
        """What the class statement names as bases, in order; several where a name may mean several classes."""
        if cls not in self._bases:
            self._bases[cls] = ()  # a class that names itself
            found = [base for node in cls.nodes for item in node.bases for base in self._base(cls, node, item)]
            self._bases[cls] = tuple(dict.fromkeys(found))
        return self._bases[cls]

    def _base(self, cls: Class, node: ast.ClassDef, item: ast.expr) -> Iterator[Base]:
        written = ast.unparse(item)
        scope = cls.module.bindings.scope_of[node].parent
        match item:
            case ast.Subscript(value=value):
                item = value
            case ast.Call(func=func, args=[_, *rest]) if last_name(func) == "with_metaclass":
                for inner in rest:
                    yield from self._base(cls, node, inner)
                return
            case ast.Call(func=func) if last_name(func) == "namedtuple":
                yield Outside("typing.NamedTuple", written)
                return
        known = self.receivers.of(cls.file, item, scope)
        for found in sorted(known or (), key=repr):
            match found:
                case ClassObject(cls=base):
                    if base is not cls:
                        yield base
                case Foreign(dotted=dotted, instance=False):
                    yield Outside(dotted, written)
                case _:
                    yield Outside("", written)
        if not known:
            yield Outside("", written)

    def ancestors(self, cls: Class) -> tuple[Base, ...]:
        """Every class above it, the nearest first; each once."""
        found: dict[Base, None] = {}
        waiting: list[Base] = list(self.bases(cls))
        while waiting:
            base = waiting.pop(0)
            if base not in found and base is not cls:
                found[base] = None
                waiting += self.bases(base) if isinstance(base, Class) else ()
        return tuple(found)

    def mro(self, cls: Class) -> tuple[Base, ...]:
        """The class and those above it in the order in which Python looks; where that cannot be had, the nearest first."""
        if cls not in self._orders:
            self._orders[cls] = (cls, *self.ancestors(cls))  # for a class that inherits from itself
            self._orders[cls] = self._linear(cls)
        return self._orders[cls]

    def _linear(self, cls: Class) -> tuple[Base, ...]:
        bases = [base for base in self.bases(cls) if base != Outside("builtins.object", "object")]
        rows = [list(self.mro(base)) if isinstance(base, Class) else [base] for base in bases]
        rows.append(list(bases))
        order: list[Base] = [cls]
        while rows := [row for row in rows if row]:
            heads = (row[0] for row in rows)
            head = next((head for head in heads if not any(head in row[1:] for row in rows)), None)
            if head is None:
                return (cls, *self.ancestors(cls))
            order.append(head)
            rows = [[item for item in row if item != head] for row in rows]
        return tuple(order)

    def subclasses(self, cls: Class) -> tuple[Class, ...]:
        """The classes of the tree that name it as a base, sorted by place."""
        if cls not in self._subclasses:
            words = self._words(cls.name)
            paths = {path for word in words for path in self._headers.get(word, ())}
            found = []
            for path in sorted(paths):
                file = self.file(path)
                if file is not None:
                    named = {place: item for word in (*words, CALL) for place, item in file.by_base.get(word, ())}
                    found += [item for _, item in sorted(named.items()) if cls in self.bases(item)]
            self._subclasses[cls] = tuple(found)
        return self._subclasses[cls]

    def descendants(self, cls: Class) -> tuple[Class, ...]:
        """Every class of the tree below it, however far."""
        if cls not in self._descendants:
            found: dict[Class, None] = {}
            waiting = [cls]
            while waiting:
                for item in self.subclasses(waiting.pop()):
                    if item not in found and item is not cls:
                        found[item] = None
                        waiting.append(item)
            self._descendants[cls] = tuple(found)
        return self._descendants[cls]

    def _words(self, name: str) -> frozenset[bytes]:
        """The names that imports and plain assignments may give to anything of that name."""
        found: set[bytes] = set()
        waiting = [name.encode()]
        while waiting:
            word = waiting.pop()
            if word not in found:
                found.add(word)
                waiting += self._aliases.get(word, ())
        return frozenset(found)

    def overriding(self, cls: Class, name: str) -> list[Class]:
        """The classes of the tree below it that bind this name. Files that do not write it are not parsed."""
        if cls in self._descendants or not name.isascii():
            return [item for item in self.descendants(cls) if item.binds(name)]
        if (cls, name) not in self._overriding:
            found = []
            for path in sorted(self._files_below(cls.name)):
                data = self.names.data(path)
                file = self.file(path) if name.encode() in data or not data.isascii() else None
                for item in file.classes.values() if file else ():
                    if item is not cls and item.binds(name) and cls in self.ancestors(item):
                        found.append(item)
            self._overriding[cls, name] = found
        return self._overriding[cls, name]

    def _files_below(self, name: str) -> set[PurePosixPath]:
        """The files of all classes that may be below one of that name, going by what class statements are called."""
        if name not in self._below:
            files: set[PurePosixPath] = set()
            seen: set[bytes] = set()
            waiting = [name.encode()]
            while waiting:
                for word in self._words(waiting.pop().decode(errors="replace")) - seen:
                    seen.add(word)
                    files |= self._headers.get(word, set())
                    waiting += self._heirs.get(word, set()) - seen
            self._below[name] = files
        return self._below[name]

    @property
    def _heirs(self) -> dict[bytes, set[bytes]]:
        """Word → the classes among whose bases it stands."""
        return self._read_headers[1]

    @property
    def _headers(self) -> dict[bytes, set[PurePosixPath]]:
        """Word → the files in which it stands among the bases of a class."""
        return self._read_headers[0]

    @cached_property
    def _read_headers(self) -> tuple[dict[bytes, set[PurePosixPath]], dict[bytes, set[bytes]]]:
        files: dict[bytes, set[PurePosixPath]] = {}
        heirs: dict[bytes, set[bytes]] = {}
        for path in self.names.files_with("class"):
            data = self.names.data(path)
            for match in HEADER.finditer(data):
                for word in WORD.findall(data, match.end(), _end_of_header(data, match.end())):
                    files.setdefault(word, set()).add(path)
                    heirs.setdefault(word, set()).add(match.group(1))
        return files, heirs

    @cached_property
    def _aliases(self) -> dict[bytes, set[bytes]]:
        """Word → the names that it is imported as, or assigned to, where such a name is among the bases of a class."""
        found: dict[bytes, set[bytes]] = {}
        for path in self.names.files_with(" as ", "\tas ", " as\t", "="):
            data = self.names.data(path)
            for match in IMPORTED_AS.finditer(data):
                if match.group(1) in self._headers and (before := re.search(rb"\w+\Z", data[: match.start()][-200:])):
                    found.setdefault(before.group(), set()).add(match.group(1))
            for match in _assigned(data):
                if match.group(1) in self._headers and match.group(1) != match.group(2):
                    found.setdefault(match.group(2), set()).add(match.group(1))
        return found

    # what classes are

    def is_enum(self, cls: Class) -> bool:
        """Whether it is an enum, by the names of what it inherits from."""
        return any(
            isinstance(base, Outside) and (base.dotted or base.written).endswith(ENUM_ENDS)
            for base in self.ancestors(cls)
        )

    def is_metaclass(self, cls: Class) -> bool:
        """Whether its instances are classes."""
        return any(isinstance(base, Outside) and base.dotted == "builtins.type" for base in self.ancestors(cls))

    def makes_others(self, cls: Class) -> bool:
        """Whether calling the class may give something else: its metaclass defines `__call__`, or its `__new__` returns
        what some other call gives.
        """
        for item in (cls, *(base for base in self.ancestors(cls) if isinstance(base, Class))):
            for made in item.body.get("__new__", ()):
                for part in ast.walk(made):
                    value = part.value if isinstance(part, ast.Return) else None
                    if isinstance(value, ast.Call) and last_name(value.func) != "__new__":
                        return True
            for node in item.nodes:
                for keyword in node.keywords:
                    if keyword.arg == "metaclass":
                        known = self.receivers.of(item.file, keyword.value, item.module.bindings.scope_of[node].parent)
                        metas = [value.cls for value in known or () if isinstance(value, ClassObject)]
                        if any(
                            "__call__" in above.body
                            for meta in metas
                            for above in self.mro(meta)
                            if isinstance(above, Class)
                        ):
                            return True
        return False

    def answers_all(self, cls: Class) -> bool:
        """Whether instances may have attributes that no statement shows: `__getattr__`."""
        above = [base for base in self.mro(cls) if isinstance(base, Class)]
        return any("__getattr__" in base.body or "__getattribute__" in base.body for base in above)

    def may_define(self, base: Outside, member: str) -> bool:
        """Whether a base outside the tree has the member, for all that is known. What `object` has counts for each."""
        if member in OBJECT:
            return True
        members = self.outside.members(base.dotted) if base.dotted and not self.names.is_ours(base.dotted) else None
        return members is None or member in members

    def set_from_outside(self, name: str) -> bool:
        """Whether any code of the tree sets an attribute of that name on something other than `self` or `cls`."""
        if name not in self._set:
            written = re.escape(name.encode())
            stored = re.compile(rb"(?<![\w.])(?!self\.|cls\.)[\w.\])]+\." + written + rb"[ \t]*(?::[^=\r\n]+)?=(?!=)")
            ending = re.compile(rb"\." + written + rb"[ \t]*(?::[^=\r\n]+)?=(?!=)")
            data = (self.names.data(path) for path in self.names.files_with(f".{name}"))
            self._set[name] = any(
                stored.search(text, len(text[: match.start()].rstrip(CHAIN)), match.end() + 1)
                for text in data
                for match in ending.finditer(text)
            )
        return self._set[name]

    # families

    def family(self, cls: Class, member: str) -> Family:
        """The classes that share this member with `cls`, up and down: mixins join the families of both their roots.

        A name that Python mangles (`__x`) has no family but its class.
        """
        if member.startswith("__") and not member.endswith("__"):
            return self._family(member, {cls})
        found: set[Class] = set()
        waiting = [cls]
        while waiting:
            item = waiting.pop()
            if item in found:
                continue
            found.add(item)
            waiting += [*self.descendants(item), *self.twins(item)]
            waiting += [base for base in self.ancestors(item) if isinstance(base, Class) and self._knows(base, member)]
        return self._family(member, found)

    def twins(self, cls: Class) -> list[Class]:
        """The same class in the module's stub, or in the module of a stub."""
        files = (self.file(path) for path in self.names.paths.get(cls.module.name, ()) if path != cls.path)
        return [file.classes[cls.qualname] for file in files if file and cls.qualname in file.classes]

    @staticmethod
    def _knows(cls: Class, member: str) -> bool:
        return cls.binds(member) or member in cls.asked

    def _family(self, member: str, found: set[Class]) -> Family:
        def place(cls: Class) -> tuple[PurePosixPath, int]:
            return cls.path, cls.line

        definers = sorted((item for item in found if item.binds(member)), key=place)
        roots = [item for item in definers if not any(base in definers for base in self.ancestors(item))]
        outside: dict[tuple[Class, Outside], None] = {}
        for item in sorted(found, key=place):
            for base in self.bases(item):
                if isinstance(base, Outside) and self.may_define(base, member):
                    outside[item, base] = None
        asking = [item for item in found if not item.binds(member) and member in item.asked]
        return Family(
            member, frozenset(found), tuple(definers), tuple(roots), tuple(outside), tuple(sorted(asking, key=place))
        )

    def is_instance_of(self, value: Instance | ClassObject, family: Family) -> bool | None:
        """Whether what is known of a receiver makes it one of the family; None where it may be or not."""
        if value.cls in family:
            return True
        if not value.exact and value.cls in self._above(family):
            return None
        has = any(isinstance(base, Class) and base.binds(family.member) for base in self.mro(value.cls))
        if self.answers_all(value.cls) and not has:
            return None
        if not value.exact and has and self.is_protocol(value.cls):
            return None  # any class with such a member passes for one
        return False

    def is_protocol(self, cls: Class) -> bool:
        """Whether the class is a protocol itself: it names `Protocol` among its bases."""
        return any(isinstance(base, Outside) and base.dotted in PROTOCOLS for base in self.bases(cls))

    def _above(self, family: Family) -> frozenset[Base]:
        """Every class that one of the family inherits from. To ask them costs less than to ask all that lies below a class."""
        if family not in self._above_family:
            self._above_family[family] = frozenset(base for cls in family.classes for base in self.ancestors(cls))
        return self._above_family[family]

    def uses(self, family: Family, name: str = "") -> Iterator[MemberUse]:
        """Every place outside class bodies that has, or may have, to do with the member: see `migrate.references.members.uses`.

        Definitions are the family's `bodies`.
        """
        from migrate.references.members.uses import find_uses

        return find_uses(self, family, name or family.member)


def hierarchy_of(index: Index) -> Hierarchy:
    """The hierarchy of that index: the same for all who ask, with all that it has found out. It lives as long as the index."""
    found: Hierarchy = vars(index).setdefault("hierarchy", None) or Hierarchy(index)
    vars(index)["hierarchy"] = found
    return found


def _single(known: Known | None) -> Class | None:
    """The class, where it is the only thing that is meant."""
    found = [item.cls for item in known or () if isinstance(item, ClassObject)]
    return found[0] if len(found) == 1 and known is not None and len(known) == 1 else None


def _assigned(data: bytes) -> Iterator[re.Match[bytes]]:
    """The lines that ASSIGNED finds."""
    for end in TAKEN.finditer(data):
        line = data.rfind(b"\n", 0, end.start())
        line = max(line, data.rfind(b"\r", max(line, 0), end.start()))
        if line >= 0 and (match := ASSIGNED.match(data, line)):
            yield match


def _end_of_header(data: bytes, start: int) -> int:
    """Where the brackets after a class's name end."""
    depth = 0
    for match in re.compile(rb"[\[(\])]|:[ \t]*(?=[\r\n#])").finditer(data, start):
        sign = match.group()
        if sign in (b"(", b"["):
            depth += 1
        elif sign in (b")", b"]"):
            depth -= 1
        elif depth <= 0:
            return match.start()
        if depth == 0 and data[match.end() : match.end() + 1] not in (b"(", b"["):
            return match.end()
    return len(data)
