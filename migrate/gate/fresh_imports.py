"""Run by the target's interpreter, not imported by us: does what it is told in fresh interpreters and writes down the answers.

Each task gets a process of its own, forked before anything of the project was imported: as good as a new interpreter
and much cheaper. Standard library only. Reads one JSON object from standard input; each answer is one line of JSON.
"""

# It runs under the target's Python, however old, and costs that process as little as it can.
# ruff: noqa: PTH123, UP031, B905
# mypy: allow-untyped-defs, allow-untyped-calls

import base64
import importlib
import importlib.machinery
import importlib.util
import inspect
import json
import os
import pickle
import re
import signal
import sys
import warnings
from typing import Any

DONE = 77
DIFFERENT = "two objects"


def loads(module):
    """What importing the module loads: names of packages and modules, without those above that are no files (namespaces)."""
    before = set(sys.modules)
    importlib.import_module(module)
    standard = getattr(sys, "stdlib_module_names", frozenset(sys.builtin_module_names))
    found: Any = {"standard": set(), "other": set()}
    for name in set(sys.modules) - before:
        parts = name.split(".")
        for at in range(1, len(parts) + 1):
            path = ".".join(parts[:at])
            if at == len(parts) or getattr(sys.modules.get(path), "__file__", None):
                found["standard" if parts[0] in standard else "other"].add(path)
                break
    return {kind: sorted(names) for kind, names in found.items()}


def absent(names):
    """Which of these top-level names no import would find."""
    found = []
    for name in names.split():
        try:
            spec = importlib.util.find_spec(name)
        except (ImportError, ValueError):
            spec = None
        if spec is None:
            found.append(name)
    return found


def reach(name):
    """The thing that a dotted name leads to, through modules and then attributes."""
    parts = name.split(".")
    thing, at = None, 0
    for at in range(1, len(parts) + 1):
        path = ".".join(parts[:at])
        if thing is not None and hasattr(thing, parts[at - 1]) and path not in sys.modules:
            try:
                thing = importlib.import_module(path)
            except ImportError:
                break
            continue
        try:
            thing = importlib.import_module(path)
        except ImportError as error:
            if thing is None or getattr(error, "name", None) != path:
                raise
            break
    else:
        return thing
    for part in parts[at - 1 :]:
        thing = getattr(thing, part)
    return thing


def same(one, other):
    return "" if reach(one) is reach(other) else DIFFERENT


def has(name):
    reach(name)
    return ""


def calls(one, other):
    """Whether the first asks for the other: by the last part of its name, by another name for it, or as what it holds."""
    return "" if asks_for(reach(one), other.rpartition(".")[2], reach(other)) else "it never asks for %s" % other


def asks_for(thing, wanted, target=None):
    """Whether a function's code names it, or a global or a closure of it is it; true of whatever has no code to look at."""
    for inner in ("fget", "__func__", "func", "__wrapped__"):
        thing = getattr(thing, inner, None) or thing
        if thing is target:
            return True
    code, names = [getattr(thing, "__code__", None)], getattr(thing, "__globals__", {})
    while code:
        part = code.pop()
        if part is None or wanted in part.co_names:
            return True
        if target is not None and any(names.get(name) is target for name in part.co_names):
            return True
        code += [item for item in part.co_consts if hasattr(item, "co_names")]
    return target is not None and any(
        cell.cell_contents is target for cell in getattr(thing, "__closure__", None) or ()
    )


def member(one, other):
    """Whether a class's member is the other one, or asks for it; of what only its objects have nothing can be told."""
    (owner, old), (home, new) = one.rpartition(".")[::2], other.rpartition(".")[::2]
    raw, there = inspect.getattr_static(reach(owner), old, None), inspect.getattr_static(reach(home), new, None)
    if raw is None or raw is there or getattr(reach(owner), old) is getattr(reach(home), new) or asks_for(raw, new):
        return ""
    return DIFFERENT


ADDRESS = re.compile(r"0x[0-9a-fA-F]+")
WORDS = ("one", "two", "three")


def dotted(kind):
    return "%s.%s" % (kind.__module__, kind.__qualname__)


def shown(error):
    """What an exception says, without what differs from run to run."""
    return ADDRESS.sub("0x", str(error))[:400], ADDRESS.sub("0x", repr(error.args))[:400]


def forms_of(kind):
    """The ways of calling a class that are tried: by position, and by the names that its signature tells."""
    forms: Any = [(WORDS[:count], {}) for count in range(4)]
    try:
        names = [p.name for p in inspect.signature(kind).parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD]
    except (TypeError, ValueError):
        names = []
    forms += [((), dict(zip(names[:count], WORDS))) for count in range(1, min(len(names), 3) + 1)]
    return forms


def exceptions(module):
    """The module's own exceptions: their ancestors, what they take of what is tried, what they say then, and one as a pickle."""
    found = {}
    for name, kind in sorted(vars(importlib.import_module(module)).items()):
        if not (isinstance(kind, type) and issubclass(kind, BaseException) and dotted(kind) == module + "." + name):
            continue
        forms, pickled = [], None
        for args, kwargs in forms_of(kind):
            try:
                error, again = kind(*args, **kwargs), kind(*args, **kwargs)
                if shown(error) == shown(again):
                    forms.append([args, kwargs, *shown(error)])
                if pickled is None and type(pickle.loads(pickle.dumps(error, 2))) is kind:
                    pickled = base64.b64encode(pickle.dumps(error, 2)).decode()
            except Exception:  # noqa: BLE001, what a constructor raises is no business of ours
                continue
        small = pickled if pickled is not None and len(pickled) < 4000 else None
        found[name] = {"mro": [dotted(base) for base in kind.__mro__], "forms": forms, "pickle": small}
    return found


def as_before(module, told):
    """What has changed about exceptions since `exceptions` told the facts: name → [[what, how], ...] and its ancestors."""
    importlib.import_module(module)
    found = {}
    for name, facts in json.loads(told).items():
        try:
            kind = reach(name)
        except AttributeError:
            continue
        found[name] = {
            "said": compared(name, kind, facts),
            "mro": [dotted(base) for base in getattr(kind, "__mro__", ())],
        }
    return found


def compared(name, kind, facts):
    said = []
    for args, kwargs, text, own in facts["forms"]:
        call = ", ".join([repr(item) for item in args] + ["%s=%r" % pair for pair in sorted(kwargs.items())])
        try:
            error = kind(*args, **kwargs)
        except Exception as why:  # noqa: BLE001, that is the answer
            said.append(["call", "%s(%s) raises %s now: %s" % (name, call, type(why).__name__, str(why)[:200])])
            continue
        now = shown(error)
        if text != now[0]:
            said.append(["str", "str(%s(%s)) was %r and is %r" % (name, call, text, now[0])])
        if own != now[1]:
            said.append(["args", "%s(%s).args was %s and is %s" % (name, call, own, now[1])])
    if facts["pickle"]:
        try:
            loaded = pickle.loads(base64.b64decode(facts["pickle"]))
            if type(loaded) is not kind:
                said.append(["pickle", "a pickle of %s loads as %s now" % (name, dotted(type(loaded)))])
        except Exception as why:  # noqa: BLE001, that is the answer
            reason = "%s: %s" % (type(why).__name__, str(why)[:200])
            said.append(["pickle", "a pickle of %s no longer loads: %s" % (name, reason)])
    return said


TASKS: Any = {
    "loads": loads, "absent": absent, "has": has, "same": same, "calls": calls, "member": member,
    "exceptions": exceptions, "as before": as_before,
}  # fmt: skip


def answer(task, limit, out):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limit)
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    try:
        said = TASKS[task[0]](*task[1:])
    except BaseException as error:  # noqa: BLE001, whatever a module raises as it is imported is the answer
        said = "%s: %s" % (type(error).__name__, " ".join(str(error).split())[:300])
    os.write(out, (json.dumps([task, said]) + "\n").encode())
    os._exit(DONE)


def main():
    told = json.loads(sys.stdin.buffer.read())
    sys.path[:] = told["paths"] + [path for path in sys.path[1:] if path not in told["paths"]]
    warnings.simplefilter("ignore")
    code = {}
    for path in told["compile"]:
        try:
            with open(path, "rb") as file:
                code[path] = compile(file.read(), path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, OSError, RecursionError):
            pass
    plain = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, fullname):
        found = code.get(self.path)
        return plain(self, fullname) if found is None else found

    setattr(importlib.machinery.SourceFileLoader, "get_code", get_code)  # noqa: B010, mypy knows that it is a method
    sys.argv = [""]
    out = os.open(told["answers"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    running: Any = {}
    tasks = list(told["tasks"])
    while tasks or running:
        while tasks and len(running) < told["jobs"]:
            task = tasks.pop(0)
            child = os.fork()
            if not child:
                answer(task, told["limit"], out)
            running[child] = task
        child, status = os.wait()
        task = running.pop(child, None)
        if task is not None and not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == DONE):
            how = "killed by signal %d" % os.WTERMSIG(status) if os.WIFSIGNALED(status) else "the process left"
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
                how = "not done after %d s" % told["limit"]
            os.write(out, (json.dumps([task, how]) + "\n").encode())


if __name__ == "__main__":
    main()
