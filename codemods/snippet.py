"""Insert, replace or delete a piece of code at a named place: the honest escape hatch for what no codemod does.

The place is a dotted name (`at = "pkg.mod.Class.method"`), a file, or a line of a file that is not Python. The code is
indented and broken into lines as the file is; the result must parse. `was` or `was_hash` prove that what is replaced is what
the plan's author saw. A deleted thing must not be referred to any more. docs/rewrite.md has examples.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal, Self

from pydantic import Field, model_validator

from migrate.codemods import Codemod
from migrate.errors import MigrateError, nearest
from migrate.model import Outcome
from migrate.options import Options, TreePath
from migrate.refactoring.anchored import change_lines
from migrate.refactoring.draft import Draft, drafted
from migrate.refactoring.refused import Refused
from migrate.refactoring.snippets import Code, Proof, Snippet, create_module, imports_of, module_path, present
from migrate.workspace import Workspace, check_inside

Action = Literal[
    "insert-before", "insert-after", "append", "replace", "replace-body", "delete", "add-import", "remove-import",
    "create-module",
]  # fmt: skip
WITHOUT_CODE = ("delete",)
LINES = ("insert-before", "insert-after", "append", "replace", "delete")


class SnippetOptions(Options):
    """Where, what, and what was there."""

    action: Action = Field(description="What is done at the place.")
    at: str = Field(default="", description="The dotted name of a module, or of a definition or a member in one.")
    file: str = Field(default="", description="Instead of `at`: a file below the root; of Python, its module level.")
    anchor: str = Field(
        default="", description="In a `file`: the line, or lines, that stand there exactly once and say the place."
    )
    code: str = Field(default="", description="The code. It is indented for its place.")
    code_file: TreePath | None = Field(
        default=None, description="Instead of `code`: a file below the root that holds it."
    )
    was: str | None = Field(default=None, description="The text that must stand there now; indentation does not count.")
    was_hash: str = Field(
        default="", description="Instead of `was`: at least 8 digits of the SHA-256 that a refusal shows."
    )
    reason: str = Field(default="", description="Why a deleted name goes; the gate lets it go for it.")
    even_if_used: bool = Field(default=False, description="Delete what other places still refer to.")

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        if bool(self.at) == bool(self.file):
            raise ValueError("must have either `at` or `file`")
        if bool(self.code or self.code_file) and self.action in WITHOUT_CODE:
            raise ValueError(f"`{self.action}` takes no `code`")
        if self.code and self.code_file:
            raise ValueError("must have either `code` or `code_file`, not both")
        if not (self.code or self.code_file) and self.action not in (*WITHOUT_CODE, "create-module"):
            raise ValueError(f"`{self.action}` needs `code` or `code_file`")
        if self.was_hash and not re.fullmatch(r"(?:sha256:)?[0-9a-f]{8,64}", self.was_hash):
            raise ValueError("`was_hash` must be 8 to 64 hexadecimal digits")
        if self.anchor and (not self.file or self.action not in LINES):
            raise ValueError("`anchor` goes with a `file` and one of " + ", ".join(f"`{name}`" for name in LINES))
        if self.in_lines and not self.anchor and self.action != "append":
            raise ValueError("a file that is not Python needs an `anchor`")
        if self.in_lines and self.action not in (*LINES, "create-module"):
            raise ValueError(f"`{self.action}` is for Python files")
        if self.file and not self.in_lines and self.action in ("insert-before", "insert-after", "replace", "delete"):
            raise ValueError("name the definition by `at`, or a line by `anchor`")
        if not self.in_lines and self.code:
            try:
                body = Code(self.code).tree.body
            except ValueError as error:
                raise ValueError(f"`code` {error}") from error
            if not body and self.action != "create-module":
                raise ValueError("`code` holds no statement")
            if self.action in ("add-import", "remove-import"):
                imports_of(body)
        return self

    @property
    def in_lines(self) -> bool:
        """Whether the place is a line of text, not a piece of Python."""
        python = self.file.endswith((".py", ".pyi"))
        return bool(self.anchor) or (bool(self.file) and not python and self.action != "create-module")


class PutSnippet(Codemod):
    """Put a piece of code somewhere."""

    Options = SnippetOptions
    example = """\
codemod = "snippet"
at = "pkg.core.Client.close"
action = "insert-after"
code = \'\'\'
def __enter__(self):
    return self
\'\'\'
"""

    def run(self, workspace: Workspace) -> Outcome:
        """The one changed file, or the refusal."""
        return drafted(workspace, self.name(), self._work)

    def _work(self, draft: Draft) -> None:
        options: SnippetOptions = self.options
        code = options.code if options.code_file is None else _read(draft, options.code_file)
        proof = Proof(options.was, options.was_hash)
        if options.action == "create-module":
            path = PurePosixPath(options.file) if options.file else module_path(draft, options.at)
            create_module(draft, path, code)
        elif options.in_lines:
            change_lines(draft, PurePosixPath(options.file), options.action, options.anchor, code, proof)  # type: ignore[arg-type]
        else:
            self._python(draft, code, proof)

    def _python(self, draft: Draft, text: str, proof: Proof) -> None:
        options: SnippetOptions = self.options
        try:
            code = Code(text) if text else None
        except ValueError as error:
            raise Refused("bad-code", f"{options.code_file} {error}", "mend that file first") from error
        snippet = Snippet(draft, code, proof)
        try:
            spot, symbol = snippet.in_file(PurePosixPath(options.file)) if options.file else snippet.spot(options.at)
        except Refused as error:
            if error.refusal.code == "no-such-name" and self._is_done(draft, snippet):
                return
            raise
        match options.action:
            case "insert-before" | "insert-after":
                snippet.insert(spot, symbol, options.action == "insert-after")
            case "append":
                snippet.append(spot, symbol)
            case "add-import":
                snippet.add_imports(spot)
            case "remove-import":
                snippet.remove_imports(spot)
            case _ if symbol is None:
                raise Refused("no-definition", f"`{options.at}` is a module", "name a definition in it")
            case "replace":
                snippet.replace(spot, symbol)
            case "replace-body":
                snippet.replace_body(spot, symbol)
            case "delete":
                snippet.delete(spot, symbol, options.reason, options.even_if_used)

    def _is_done(self, draft: Draft, snippet: Snippet) -> bool:
        """Whether a name that is not there has gone, or been replaced by another, as the step wants it."""
        options: SnippetOptions = self.options
        parent, _, name = options.at.rpartition(".")
        try:
            spot, symbol = snippet.spot(parent)
        except Refused:
            return False
        owner = symbol.nodes[-1] if symbol else spot.module.source.tree
        body = getattr(owner, "body", [])
        if options.action == "delete":
            known = [item.name for item in body if hasattr(item, "name")]
            draft.note(f"`{options.at}` is not there (any more); {nearest(name, known, 'nothing there is called so')}")
            return True
        renamed = options.action == "replace" and snippet.code.names and name not in snippet.code.names
        if renamed and present(body, snippet.code):
            draft.note(f"`{options.at}` has been replaced already")
            return True
        return False


def _read(draft: Draft, name: str) -> str:
    """The text of the file that holds the code. Raises Refused where it cannot be read."""
    path = PurePosixPath(name)
    try:
        check_inside(path)
        return draft.workspace.read(path).decode("utf-8-sig")
    except MigrateError as error:
        raise Refused("outside", error.what, error.hint) from error
    except FileNotFoundError as error:
        known = [str(item) for item in draft.workspace.files]
        raise Refused(
            "no-such-file", f"{path} is not there", nearest(name, known, "give a path below the root")
        ) from error
    except UnicodeDecodeError as error:
        raise Refused("encoding", f"{path} is not UTF-8", "save it as UTF-8") from error
