"""Run by the target's interpreter, not imported by us: does what it is told in fresh interpreters and writes down the answers.

Each task gets a process of its own, forked before anything of the project was imported: as good as a new interpreter
and much cheaper. Standard library only. Reads one JSON object from standard input; each answer is one line of JSON.
"""

# It runs under the target's Python, however old, and costs that process as little as it can.
# ruff: noqa: PTH123, UP031
# mypy: allow-untyped-defs, allow-untyped-calls

import importlib
import importlib.machinery
import json
import os
import signal
import sys
import warnings
from typing import Any

DONE = 77
DIFFERENT = "two objects"


def import_module(module):
    importlib.import_module(module)
    return ""


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


TASKS: Any = {"import": import_module, "same": same, "has": has}


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
