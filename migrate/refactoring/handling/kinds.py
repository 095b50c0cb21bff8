"""Which builtin kind an expression of one file surely is: a string, a number, a dictionary, an open file."""

from __future__ import annotations

import ast
from functools import cached_property

from migrate.python.bindings import Scope
from migrate.references.names import Module

Kind = str
"""`str`, `int`, `float`, `bool`, `bytes`, `none`, `list`, `dict`, `set`, `tuple`, `environ`, `text`, `binary`, `logger`; of
a list or dictionary also what it holds: `list:str`. Empty where nobody can tell."""

SCALARS = frozenset({"str", "bytes", "int", "float", "bool", "none"})
NUMBERS = frozenset({"int", "float", "bool"})
SIZED = ("str", "bytes", "list", "dict", "set", "tuple", "environ")
OF_STRING = frozenset({
    "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "swapcase", "replace", "zfill", "ljust",
    "rjust", "center", "expandtabs", "removeprefix", "removesuffix",
})  # fmt: skip
"""Methods of a string that give one."""
STRING_GIVES = {
    "split": "list:str", "rsplit": "list:str", "splitlines": "list:str", "partition": "tuple:str", "rpartition": "tuple:str",
    "encode": "bytes", "find": "int", "count": "int", "startswith": "bool", "endswith": "bool", "isdigit": "bool",
    "isalpha": "bool", "isalnum": "bool", "isspace": "bool", "isidentifier": "bool",
}  # fmt: skip
"""What its other methods give."""
NAMED = {
    name: name.lower()
    for name in ("dict", "list", "set", "tuple", "str", "bytes", "int", "float", "bool", "Dict", "List")
}
"""What annotations call them."""
MADE = {name: name for name in ("str", "int", "float", "bool", "dict", "list", "set", "tuple")} | {
    "repr": "str", "input": "str", "chr": "str", "len": "int", "ord": "int", "range": "list:int",
    "isinstance": "bool", "callable": "bool",
}  # fmt: skip
"""What builtin functions give."""
MAKES = {
    "os.getcwd": "str", "os.getenv": "", "os.path.join": "str", "os.path.basename": "str", "os.path.dirname": "str",
    "os.path.abspath": "str", "os.path.getsize": "int", "os.path.getmtime": "float", "os.getpid": "int", "time.time": "float",
    "os.path.exists": "bool", "os.path.isfile": "bool", "os.path.isdir": "bool",
    "time.monotonic": "float", "time.perf_counter": "float", "os.listdir": "list:str", "logging.getLogger": "logger",
}  # fmt: skip
"""What functions of the standard library give."""


class Kinds:
    """The kinds of one file's expressions. Annotations are believed."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._asked: set[int] = set()

    @cached_property
    def _scopes(self) -> dict[int, Scope]:
        return {id(use.name): use.looked_up_in for use in self.module.bindings.uses if use.quoted is None}

    def scope(self, name: ast.Name) -> Scope | None:
        """The scope in which the name is looked up."""
        return self._scopes.get(id(name))

    def home(self, name: ast.Name) -> Scope | None:
        """The scope that binds the name there; None for a builtin or an unknown name."""
        scope = self.scope(name)
        return scope.lookup(name.id) if scope else None

    def is_builtin(self, node: ast.expr, *names: str) -> bool:
        """Whether the expression is one of Python's own names."""
        return isinstance(node, ast.Name) and (not names or node.id in names) and self.home(node) is None

    def dotted(self, node: ast.expr) -> str:
        """The dotted name of an imported module, or of a name taken from one, or of an attribute of such; else empty."""
        if isinstance(node, ast.Attribute):
            inner = self.dotted(node.value)
            return f"{inner}.{node.attr}" if inner else ""
        if not isinstance(node, ast.Name) or (home := self.home(node)) is None:
            return ""
        found = set()
        for binding in home.bindings[node.id]:
            if not isinstance(binding, ast.alias):
                return ""
            origin, taken = self.module.origins[binding]
            whole = f"{origin}.{taken}" if taken else origin if binding.asname else origin.partition(".")[0]
            found.add(whole)
        return found.pop() if len(found) == 1 else ""

    def of(self, node: ast.expr | None) -> Kind:
        """The kind of an expression; empty where it may be several."""
        if node is None or id(node) in self._asked:
            return ""
        self._asked.add(id(node))
        try:
            return self._of(node)
        finally:
            self._asked.discard(id(node))

    def _of(self, node: ast.expr) -> Kind:
        match node:
            case ast.Constant(value=value):
                return {"NoneType": "none"}.get(type(value).__name__, type(value).__name__)
            case ast.JoinedStr():
                return "str"
            case ast.List(elts=items) | ast.Set(elts=items) | ast.Tuple(elts=items):
                kinds = {self.of(item) for item in items}
                only = kinds.pop() if len(kinds) == 1 else ""
                return f"{type(node).__name__.lower()}:{only}" if only in SCALARS else type(node).__name__.lower()
            case ast.Dict() | ast.DictComp():
                return "dict"
            case ast.ListComp(elt=item):
                return f"list:{kind}" if (kind := self.of(item)) in SCALARS else "list"
            case ast.SetComp():
                return "set"
            case ast.Compare(ops=ops) if all(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in ops):
                return "bool"
            case ast.UnaryOp(op=ast.Not()):
                return "bool"
            case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=operand):
                return kind if (kind := self.of(operand)) in NUMBERS else ""
            case ast.BinOp(left=left, op=op, right=right):
                return self._of_operation(self.of(left), op, self.of(right))
            case ast.IfExp(body=body, orelse=orelse):
                return kind if (kind := self.of(body)) == self.of(orelse) else ""
            case ast.Subscript(value=value, slice=inner):
                return self._of_item(self.of(value), inner)
            case ast.Attribute():
                return {"os.environ": "environ", "sys.argv": "list:str"}.get(self.dotted(node), "")
            case ast.Call():
                return self._of_call(node)
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.Name():
                return self._of_name(node)
        return ""

    def _of_operation(self, left: Kind, op: ast.operator, right: Kind) -> Kind:
        if left == right == "str" and isinstance(op, ast.Add):
            return "str"
        if left in NUMBERS and right in NUMBERS:
            whole = "float" not in (left, right) and not isinstance(op, ast.Div | ast.Pow)
            return "int" if whole else "float" if not isinstance(op, ast.Pow) else ""
        return ""

    def _of_item(self, whole: Kind, inner: ast.expr) -> Kind:
        if whole == "environ" or (whole == "str" and not isinstance(inner, ast.Slice)):
            return "str"
        if isinstance(inner, ast.Slice):
            return whole
        return whole.partition(":")[2]

    def _of_call(self, node: ast.Call) -> Kind:
        func = node.func
        if isinstance(func, ast.Name) and self.is_builtin(func):
            if func.id == "open":
                return file_kind(node)
            return MADE.get(func.id, "")
        if (dotted := self.dotted(func)) in MAKES:
            return MAKES[dotted]
        if isinstance(func, ast.Attribute):
            return self._of_method(self.of(func.value), func.attr, node)
        return ""

    def _of_method(self, receiver: Kind, method: str, node: ast.Call) -> Kind:
        if receiver == "str":
            if method in OF_STRING:
                return "str"
            return STRING_GIVES.get(method, "")
        if receiver == "bytes":
            return {"decode": "str", "strip": "bytes", "hex": "str"}.get(method, "")
        if receiver in ("text", "binary") and method in ("read", "readline"):
            return "str" if receiver == "text" else "bytes"
        if receiver in ("text", "binary") and method == "readlines":
            return "list:str" if receiver == "text" else "list:bytes"
        if receiver == "environ" and method == "get" and len(node.args) == 2:
            return "str" if self.of(node.args[1]) == "str" else ""
        return ""

    def _of_name(self, node: ast.Name) -> Kind:
        home = self.home(node)
        kinds = {self._of_binding(binding, node) for binding in (home.bindings[node.id] if home else ())}
        return kinds.pop() if len(kinds) == 1 else ""

    def _of_binding(self, binding: ast.AST, name: ast.Name) -> Kind:
        """What a name is where this node binds it."""
        if isinstance(binding, ast.alias):
            return {"os.environ": "environ", "sys.argv": "list:str"}.get(self.dotted(name), "")
        if isinstance(binding, ast.arg):
            return self._of_parameter(binding)
        match self.module.parents.get(binding):
            case ast.Assign(targets=[target], value=value) if target is binding:
                return self.of(value)
            case ast.AnnAssign(value=ast.expr() as value):
                return self.of(value)
            case ast.NamedExpr(value=value):
                return self.of(value)
            case ast.withitem(context_expr=ast.Call() as call) if self.is_builtin(call.func, "open"):
                return file_kind(call)
            case ast.For(target=target, iter=whole) | ast.comprehension(target=target, iter=whole) if target is binding:
                return item_kind(self.of(whole))
        return ""

    def _of_parameter(self, node: ast.arg) -> Kind:
        """What its annotation says, unless a default of another kind says otherwise."""
        function = self.module.parents.get(self.module.parents.get(node) or node)
        arguments = getattr(function, "args", None)
        if isinstance(arguments, ast.arguments):
            if node in (arguments.vararg, arguments.kwarg):
                return ""
            plain = [*arguments.posonlyargs, *arguments.args]
            defaults = dict(zip(reversed(plain), reversed(arguments.defaults), strict=False))
            defaults |= {
                item: value for item, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value
            }
            if node in defaults and self.of(defaults[node]) != self._of_annotation(node.annotation):
                return ""
        return self._of_annotation(node.annotation)

    def _of_annotation(self, hint: ast.expr | None) -> Kind:
        match hint:
            case ast.Constant(value=str(text)) if text in NAMED:
                return NAMED[text]
            case ast.Name(id=name) if name in NAMED:
                return NAMED[name]
            case ast.Subscript(value=ast.Name(id="list" | "List"), slice=ast.Name(id=inner)) if inner in SCALARS:
                return f"list:{inner}"
            case ast.Subscript(value=ast.Name(id="dict" | "Dict"), slice=ast.Tuple(elts=[_, ast.Name(id=inner)])) if (
                inner in SCALARS
            ):
                return f"dict:{inner}"
            case ast.Subscript(value=ast.Name(id=name)) if NAMED.get(name) in ("list", "dict", "set", "tuple"):
                return NAMED[name]
        return ""


def base_of(kind: Kind) -> Kind:
    """`list` of `list:str`."""
    return kind.partition(":")[0]


def item_kind(whole: Kind) -> Kind:
    """What iterating over such a thing gives; empty where nobody can tell."""
    if whole in ("str", "text", "environ"):
        return "str"
    if whole == "binary":
        return "bytes"
    return whole.partition(":")[2] if base_of(whole) in ("list", "set", "tuple") else ""


def file_kind(call: ast.Call) -> Kind:
    """`text` or `binary`, by the mode that a call of `open` writes; empty for a mode that is not written out."""
    modes: list[ast.expr] = call.args[1:2] + [item.value for item in call.keywords if item.arg == "mode"]
    if not modes:
        return "text"
    mode = modes[0].value if isinstance(modes[0], ast.Constant) else None
    if not isinstance(mode, str):
        return ""
    return "binary" if "b" in mode else "text"
