"""The signatures that several classes have in common, as abstract methods of a base that holds no code."""

from __future__ import annotations

import ast

from migrate.refactoring.extracting.comparing import HOOKS_OF_CLASSES, Compared, Comparison
from migrate.refactoring.methods.classes import is_mangled
from migrate.refactoring.methods.text import ended, within
from migrate.refactoring.symbols import Function
from migrate.refactoring.units import first_line
from migrate.references.names import Module

PLAIN = frozenset({"property", "staticmethod", "classmethod"})


def signature_of(comparison: Comparison, item: Compared, *, is_abstract: bool) -> str:
    """The abstract members for one name, as text of the first class's body; empty where they cannot be had, and the item
    says why."""
    if item.name in HOOKS_OF_CLASSES or is_mangled(item.name) or item.name == "__init__":
        item.why = "is about the class itself"
    elif item.name.startswith("_") and not comparison.family.wish.members:
        item.why = "is private"
    elif not item.is_method:
        item.why = "is no method"
    elif len({tuple(_kind(part.node) for part in parts) for parts in item.parts}) > 1:
        item.why = "another signature, or decorated differently"
    else:
        texts = [_text(comparison, item, part.node, is_abstract) for part in item.parts[0]]
        if all(texts):
            return comparison.layouts[0].newline.decode().join(texts)
    return ""


def _kind(node: ast.stmt) -> tuple[str, ...]:
    """What has to be the same: how it is decorated and how it is called."""
    assert isinstance(node, Function)
    bare = [ast.dump(item) for item in node.decorator_list]
    every = [*node.args.posonlyargs, None, *node.args.args, node.args.vararg, *node.args.kwonlyargs, node.args.kwarg]
    names = [item.arg if item else "/" for item in every]
    defaults = [ast.dump(item) if item else "" for item in (*node.args.defaults, *node.args.kw_defaults)]
    return (type(node).__name__, *bare, "(", *names, "=", *defaults)


def _text(comparison: Comparison, item: Compared, node: ast.stmt, is_abstract: bool) -> str:
    layout = comparison.layouts[0]
    module: Module = layout.module
    at, data = module.positions, module.source.data
    assert isinstance(node, Function)
    known = PLAIN | {f"{item.name}.setter", f"{item.name}.deleter"}
    if not {ast.unparse(one) for one in node.decorator_list} <= known:
        item.why = "decorated by more than Python itself"
        return ""
    defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one]
    if not all(comparison.is_common(name) for one in defaults for name in module.free(one)):
        item.why = "a default means another thing in each module"
        return ""
    start, body = at.line_start(first_line(node)), at.start(node.body[0])
    head = len(data[:body].rstrip())
    if data[head - 1 : head] != b":":
        item.why = "a comment stands between its signature and its body"
        return ""
    text = within(data, list(comparison.lost_hints(item)), start, head)
    line, indent = layout.newline, layout.indent
    mark = at.line_start(node.lineno)
    decorators = data[start:mark]
    if is_abstract:
        decorators += indent + b"@abstractmethod" + line
    text = decorators + text[mark - start :]
    match node.body[0]:
        case ast.Expr(value=ast.Constant(value=str())) as doc:
            text += data[head : at.end(doc)]
            more = b"" if is_abstract else line + indent + layout.step.encode() + b"raise NotImplementedError"
        case _:
            more = b" ..." if is_abstract else line + indent + layout.step.encode() + b"raise NotImplementedError"
    return at.decode(ended(text + more, line))
