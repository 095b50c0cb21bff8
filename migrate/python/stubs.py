"""Functions of one file that are still to be written, and comments that put something off."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from migrate.model import Json
from migrate.python.source import Source, last_name, statements_of

TODO = re.compile(rb"#[^\r\n]*?(?:\b(TODO|FIXME|HACK)\b|(?<=#)[ \t]*(XXX)\b|\b(XXX)[:(])[^\r\n]*")
UNFINISHED = re.compile(
    r"\b(todo|fixme|(not|yet to be|to be) (yet )?implemented|not yet (written|supported|done)|unimplemented|implement me"
    r"|(is|just|only) a (placeholder|stub)|(placeholder|stub) (implementation|until|for now))\b", re.I
)  # fmt: skip
"""Words by which a docstring or a comment says that a body is still to be written."""
MEANT_EMPTY = re.compile(
    r"noop|no_op|nop|dummy|null|fake|mock|stub|ignore|nothing|empty|identity|sentinel|pass|hook|callback|handler|example|sample"
    r"|^on_|^pre_|^post_|^before_|^after_|^visit_|^handle_|^do_|^set_?up|^tear_?down|_hook$|^test", re.I
)  # fmt: skip
"""Names of functions and classes that do nothing on purpose."""
FOR_SUBCLASSES = re.compile(
    r"\b(subclass|overrid|overload|must|should|implement|abstract|support|derived|mixin|interface|provide|define)", re.I
)
"""Words by which a message or docstring says that the body belongs to somebody else, or that the operation makes no sense here."""
FOR_OTHERS = re.compile(r"\b(subclass|overrid|derived|inherit|child class)", re.IGNORECASE)
BASE_NAMES = re.compile(r"base|abstract|interface|mixin|protocol|^I[A-Z]|ABC$", re.I)
EXCUSES = frozenset(
    {"overload", "singledispatch", "register", "hookspec", "hookimpl", "fixture", "jit", "njit", "guvectorize"}
)
PLAIN_DECORATORS = frozenset({"staticmethod", "classmethod", "property", "cached_property", "override", "final"})
TEST_FOLDERS = frozenset(
    {"test", "tests", "_tests", "benchmarks", "testing", "test_data", "testdata", "fixtures", "docs", "doc", "examples"}
)

Function = ast.FunctionDef | ast.AsyncFunctionDef
EMPTY = frozenset({ast.Pass, ast.Expr, ast.Raise})
NOTHING = {
    b"pass": re.compile(rb"pass\b"),
    b"...": re.compile(rb"\.\.\."),
    b"NotImplementedError": re.compile(rb"NotImplementedError\b"),
}
"""What stands in a statement that does nothing."""
RAISES = re.compile(rb"raise(?:[\s(\\]|#[^\n]*)*$")
NO_FUNCTION = re.compile(rb"[ \t]*(?:except|else|if|elif|for|while|with|try|finally|class|case)\b")
"""How a line begins below which no body of a function begins."""
CLASS = re.compile(rb"[ \t]*+class[ \t]+\w+[ \t]*(?:\(((?:[\w\s.,=*]|\[[^\[\]#\"'()]*\])*)\)[ \t]*)?:")
DOTTED = re.compile(rb"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")


# --- functions -------------------------------------------------------------------------------------------------------


def stubs_of(source: Source, todos: Mapping[int, str]) -> Iterator[Json]:
    """[line, end_line, scope, class, body, what it says of itself, whether that makes it sure]."""
    tree, statements = _with_nothing(source)
    functions = [*statements.get(ast.FunctionDef, ()), *statements.get(ast.AsyncFunctionDef, ())]
    ends = [node for node in functions if node.body[-1].__class__ in EMPTY]
    if not any(map(nothing_in, ends)):
        return
    for function, owner, scope, choice in functions_in(tree):
        body = nothing_in(function)
        if not body or is_excused(function, owner):
            continue
        documentation = ast.get_docstring(function) or ""
        lines = range(function.lineno, (function.end_lineno or function.lineno) + 1)
        said = next((todos[line] for line in lines if line in todos), "")
        if not said and (match := UNFINISHED.search(documentation)) and not FOR_OTHERS.search(documentation):
            said = match.group()
        comment = (
            ""
            if said
            else next((c for line in lines[1:] if (c := _comment(source.lines[line - 1])) and UNFINISHED.search(c)), "")
        )
        said = said or comment
        if said or (not choice and _looks_unfinished(function, owner, body, documentation)):
            yield [function.lineno, function.end_lineno, scope, owner.name if owner else "", body, said, bool(said)]


def is_reported(owner: str, sure: bool, derived_from: Collection[str], folders: Collection[str]) -> bool:
    """Whether a stub of that class is one to tell: not where others derive from it, nor in tests, unless it says so itself."""
    return sure or (owner not in derived_from and TEST_FOLDERS.isdisjoint(folders))


def _with_nothing(source: Source) -> tuple[ast.Module, Mapping[type[ast.AST], list[ast.AST]]]:
    """The tree, or at least what is in it of functions that do nothing; and its statements."""
    if not source.has_tree and (outline := source.outline) is not None:
        code = outline.code
        tree = source.part(
            [
                place
                for word, pattern in NOTHING.items()
                if word in code
                for match in pattern.finditer(code)
                if _may_be_body(code, place := match.start())
            ]
        )
        if not source.has_tree:
            return tree, statements_of(tree)
    return source.tree, source.statements


def _may_be_body(code: bytes, place: int) -> bool:
    """Whether a statement that does nothing and has its word there may be all of a function, but for a docstring."""
    start = code.rfind(b"\n", 0, place) + 1
    if code.startswith(b"N", place):
        raised = RAISES.search(code, max(0, place - 200), place)
        if raised is None:
            return code[start:place].isspace()  # who knows what is above
        place = raised.start()
        start = code.rfind(b"\n", 0, place) + 1
    before = code[start:place].rstrip(b" \t(")
    if before:
        return before.endswith(b";") or (before.endswith(b":") and NO_FUNCTION.match(before) is None)
    line = b""
    while start and not line:
        end = start - 1
        start = code.rfind(b"\n", 0, end) + 1
        line = code[start:end].strip()
        if line.startswith(b"#"):
            line = b""
    if b"#" in line:
        if b'"' in line or b"'" in line:
            return True
        line = line.partition(b"#")[0].rstrip()
    if line.endswith(b":"):
        return NO_FUNCTION.match(line) is None
    return line.endswith((b'"', b"'", b"\\", b";")) or line.startswith((b")", b"(", b'"', b"'"))


def bases_of(source: Source) -> set[str]:
    """The last part of the name of everything that a class of the file derives from."""
    found: set[str] = set()
    classes: list[ast.AST] = []
    if source.has_tree or (outline := source.outline) is None:
        classes = source.nodes(ast.ClassDef)
    else:
        unclear = []
        for place in outline.classes:
            match = CLASS.match(outline.code, place)
            names = _names_of_bases(match[1]) if match else None
            if names is None:
                unclear.append(place)
            else:
                found |= names
        if unclear:
            classes = statements_of(source.part(unclear)).get(ast.ClassDef, [])
        source.unproven = True
    return found | {last_name(base) for node in classes for base in node.bases}  # type: ignore[attr-defined]


def _names_of_bases(listed: bytes | None) -> set[str] | None:
    """The same of one class, from what stands between its parentheses; None where that does not tell."""
    found: set[str] = set()
    for part in re.sub(rb"\[[^\]]*\]", b"[]", listed or b"").split(b","):
        base = part.strip()
        if DOTTED.fullmatch(base):
            found.add(base.rpartition(b".")[2].strip().decode())
        elif base and b"=" not in base and not base.endswith(b"[]"):
            return None
    return found


def nothing_in(function: ast.AST) -> str:
    """The body of a function that does nothing, as a reader would write it; empty for any other."""
    body: list[ast.stmt] = function.body  # type: ignore[attr-defined]
    if len(body) > 2 or body[-1].__class__ not in EMPTY:
        return ""
    if len(body) == 2:
        first, *body = body
        if not (
            isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
        ):
            return ""
    match body[0]:
        case ast.Pass():
            return "pass"
        case ast.Expr(value=ast.Constant(value=value)) if value is ...:
            return "..."
        case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
            return "raise NotImplementedError"
    return ""


def is_excused(function: Function, owner: ast.ClassDef | None) -> bool:
    """Whether somebody else is known to give the function its meaning."""
    for decorator in function.decorator_list:
        name = last_name(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if name not in PLAIN_DECORATORS:
            return True
    if owner is None:
        return False
    bases = {last_name(base.value if isinstance(base, ast.Subscript) else base) for base in owner.bases}
    abstract = any(keyword.arg == "metaclass" for keyword in owner.keywords)
    return abstract or not bases.isdisjoint({"Protocol", "ABC", "Interface", "NamedTuple", "TypedDict"})


def _looks_unfinished(function: Function, owner: ast.ClassDef | None, body: str, documentation: str) -> bool:
    """Whether an empty body that says nothing of itself is more likely forgotten than meant."""
    if function.name.startswith("__"):
        return False
    if body == "raise NotImplementedError":
        raised = function.body[-1]
        words = " ".join(n.value for n in ast.walk(raised) if isinstance(n, ast.Constant) and isinstance(n.value, str))
        if FOR_SUBCLASSES.search(words) or FOR_SUBCLASSES.search(documentation):
            return False
        if owner is None:
            return True
        around = ast.get_docstring(owner) or ""
        return not owner.bases and not BASE_NAMES.search(owner.name) and not FOR_SUBCLASSES.search(around)
    if documentation or MEANT_EMPTY.search(function.name):
        return False
    return owner is None


def functions_in(tree: ast.Module) -> Iterator[tuple[Function, ast.ClassDef | None, str, bool]]:
    """Every function of the top and of classes: itself, its class, its dotted name, whether it is one of several choices.

    Inner functions and typing blocks are left out.
    """
    waiting: list[tuple[ast.AST, ast.ClassDef | None, str, bool]] = [(tree, None, "", False)]
    while waiting:
        node, owner, scope, choice = waiting.pop()
        inner: list[tuple[ast.AST, ast.ClassDef | None, str, bool]] = []
        for part in [part for name in ("body", "orelse", "handlers", "finalbody") for part in getattr(node, name, ())]:
            if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                yield part, owner, f"{scope}.{part.name}" if scope else part.name, choice
            elif isinstance(part, ast.ClassDef):
                inner.append((part, part, f"{scope}.{part.name}" if scope else part.name, choice))
            elif isinstance(part, ast.ExceptHandler | ast.Try | ast.TryStar | ast.If) and not _is_typing(part):
                inner.append((part, owner, scope, True))
        waiting += reversed(inner)


def _is_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and last_name(node.test) == "TYPE_CHECKING"


# --- comments --------------------------------------------------------------------------------------------------------


def _comment(line: str) -> str:
    """What may be the line's comment: good enough inside a body of one statement."""
    return line.partition("#")[2].strip()


def todos_of(source: Source) -> Iterator[Json]:
    """[line, scope, tag, text] of each comment with a tag; the same text in a string is none."""
    data, seen = source.data, 0
    for hit in TODO.finditer(data):
        start = data.rfind(b"\n", 0, hit.start()) + 1
        if start < seen:
            continue
        end = data.find(b"\n", start)
        end = end if end >= 0 else len(data)
        seen = end
        line = data.count(b"\n", 0, start) + 1
        for mark in re.finditer(b"#", data[start:end]):
            scope = _place(source.part([start + mark.start()], whole=True), line, mark.start())
            if scope is not None:
                comment = data[start + mark.start() : end]
                if match := TODO.match(comment):
                    text = comment.decode(source.encoding, "replace").lstrip("# ").strip()
                    yield [line, scope, (match[1] or b"XXX").decode(), text[:200]]
                break


def _place(tree: ast.Module, line: int, column: int) -> str | None:
    """The dotted names around a comment at that place; None where it lies in a string."""
    names: list[str] = []
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant | ast.JoinedStr) and _holds(node, line, column):
            return None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        waiting += [inner for inner in ast.iter_child_nodes(node) if _covers(inner, line)]
    return ".".join(names)


def _covers(node: ast.AST, line: int) -> bool:
    """Whether the line is one of the node's; yes for the few nodes that have no place of their own."""
    return getattr(node, "lineno", 0) <= line <= (getattr(node, "end_lineno", line) or line)


def _holds(node: ast.AST, line: int, column: int) -> bool:
    """Whether the place lies within the node, by the parser's line and byte column."""
    start = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    end = (getattr(node, "end_lineno", 0), getattr(node, "end_col_offset", 0))
    return start <= (line, column) < end
