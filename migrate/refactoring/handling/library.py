"""What functions of the standard library, and methods of builtin kinds, can raise: those that handlers are written for."""

from __future__ import annotations

from dataclasses import dataclass, replace

TEXT = ("str",)
KEYS = ("str", "int", "float", "bool", "bytes", "none")
NUMBER = ("int", "float", "bool")


@dataclass(frozen=True, slots=True)
class Known:
    """A call that is known. `takes` are the kinds that its arguments must have for it to raise no TypeError."""

    raises: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    most: int | None = None
    """How many arguments it takes by position, and none by name; None where that does not matter."""
    path: bool = False
    """Whether the arguments are paths: one that is not written out may hold a null byte."""
    strict: bool = False
    """Whether anything may happen with arguments of other kinds."""
    looked_at: int | None = None
    """Of how many of its arguments the kind matters; None for all."""
    constant: bool = False
    """Whether the arguments must be written out."""


NOTHING = Known()
VALUE = Known(("ValueError",), TEXT)
OS = Known(("OSError",), TEXT, path=True)
PURE = Known((), TEXT, strict=True)

FUNCTIONS = {
    **dict.fromkeys(
        (
            "os.remove", "os.unlink", "os.rename", "os.replace", "os.mkdir", "os.makedirs", "os.rmdir", "os.removedirs",
            "os.listdir", "os.stat", "os.lstat", "os.symlink", "os.link", "os.readlink", "os.chdir", "os.path.getsize",
            "os.path.getmtime", "os.path.getctime", "os.path.getatime", "shutil.rmtree", "shutil.copy", "shutil.copy2",
            "shutil.copyfile", "shutil.move",
        ),
        OS,
    ),
    **dict.fromkeys(("os.getcwd", "os.getlogin", "os.get_terminal_size"), Known(("OSError",), most=0)),
    **dict.fromkeys(("os.getpid", "time.time", "time.monotonic", "time.perf_counter"), Known(most=0)),
    **dict.fromkeys(("os.path.basename", "os.path.dirname", "os.path.join", "os.path.splitext"), PURE),
    **dict.fromkeys(("os.path.exists", "os.path.isfile", "os.path.isdir", "os.getenv"), PURE),
    "os.kill": Known(("OSError", "OverflowError"), ("int",)),
    "os.close": Known(("OSError", "OverflowError"), ("int",)),
    "time.sleep": Known(("ValueError", "OverflowError"), NUMBER),
    "json.loads": Known(("ValueError",), ("str", "bytes"), most=1),
    "json.load": Known(("ValueError", "OSError"), ("text", "binary"), most=1, strict=True),
    "datetime.datetime.strptime": replace(VALUE, raises=("ValueError", "OverflowError")),
    "datetime.datetime.fromisoformat": VALUE,
    "datetime.date.fromisoformat": VALUE,
    "datetime.time.fromisoformat": VALUE,
    "uuid.UUID": replace(VALUE, most=1, strict=True),
    "ipaddress.ip_address": replace(VALUE, most=1, strict=True),
    "base64.b64decode": replace(VALUE, most=1, strict=True),
    "ast.literal_eval": Known(("ValueError", "TypeError", "SyntaxError"), TEXT, most=1, strict=True),
    "fractions.Fraction": Known(("ValueError", "ZeroDivisionError"), TEXT, most=1, strict=True),
    "decimal.Decimal": Known(("ArithmeticError",), TEXT, most=1, strict=True),
    "importlib.import_module": Known(("ImportError",), TEXT, most=1, constant=True),
    "importlib.metadata.version": Known(("ImportError",), TEXT, most=1, constant=True),
    "logging.getLogger": Known((), TEXT, most=1, strict=True),
}  # fmt: skip
"""Dotted name → what it raises. An error of a module's own is told by the builtin that it is below."""

METHODS = {
    **{
        f"str.{name}": replace(PURE, takes=("str", "int", "none"))
        for name in (
            "strip", "lstrip", "rstrip", "lower", "upper", "title", "capitalize", "casefold", "swapcase", "replace", "zfill",
            "ljust", "rjust", "center", "expandtabs", "removeprefix", "removesuffix", "startswith", "endswith", "find", "rfind",
            "count", "splitlines", "isdigit", "isalpha", "isalnum", "isdecimal", "isspace", "isupper", "islower", "isidentifier",
        )
    },
    "str.join": Known((), ("list:str", "tuple:str", "set:str", "str"), most=1, strict=True),
    "str.split": Known(most=2, constant=True),
    "str.rsplit": Known(most=2, constant=True),
    "str.partition": Known(most=1, constant=True),
    "str.rpartition": Known(most=1, constant=True),
    "str.index": Known(("ValueError",), ("str", "int"), strict=True),
    "str.rindex": Known(("ValueError",), ("str", "int"), strict=True),
    "str.encode": Known(("UnicodeEncodeError", "LookupError"), TEXT, strict=True),
    "bytes.decode": Known(("UnicodeDecodeError", "LookupError"), TEXT, strict=True),
    "bytes.hex": Known(most=0),
    "dict.get": Known((), KEYS, most=2, looked_at=1),
    "dict.keys": Known(most=0),
    "dict.values": Known(most=0),
    "dict.items": Known(most=0),
    "dict.copy": Known(most=0),
    "dict.clear": Known(most=0),
    "dict.pop": Known(("KeyError",), KEYS, most=1),
    "dict.popitem": Known(("KeyError",), most=0),
    "environ.get": Known((), TEXT, most=2, looked_at=1),
    "environ.pop": Known(("KeyError",), TEXT, most=1),
    "list.append": Known(most=1),
    "list.pop": Known(("IndexError",), ("int",), most=1),
    "list.clear": Known(most=0),
    "list.copy": Known(most=0),
    "list.reverse": Known(most=0),
    "set.add": Known((), KEYS, most=1, strict=True),
    "set.discard": Known((), KEYS, most=1, strict=True),
    "set.remove": Known(("KeyError",), KEYS, most=1, strict=True),
    **{f"text.{name}": Known(("OSError", "UnicodeDecodeError"), ("int",), most=1) for name in ("read", "readline", "readlines")},
    **{f"binary.{name}": Known(("OSError",), ("int",), most=1) for name in ("read", "readline", "readlines")},
    "text.write": Known(("OSError", "UnicodeEncodeError"), TEXT, most=1),
    "binary.write": Known(("OSError",), ("bytes",), most=1),
    **{f"{kind}.{name}": Known(("OSError",), most=0) for kind in ("text", "binary") for name in ("close", "flush")},
    **{
        f"logger.{name}": NOTHING
        for name in ("debug", "info", "warning", "error", "exception", "critical")
    },
}  # fmt: skip
"""`kind.method` → what it raises."""
