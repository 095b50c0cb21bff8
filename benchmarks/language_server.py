"""Asks a language server on stdio for a rename, as an editor would, and lays its answer over a tree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse


class LanguageServer:
    """One server process with `root` as its workspace. Speaks the Language Server Protocol 3.17, UTF-16 positions."""

    def __init__(self, command: Sequence[str], root: Path) -> None:
        self.process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.asked = 0
        folder = {"uri": root.as_uri(), "name": "tree"}
        edits = {"documentChanges": False}
        can = {"workspace": {"workspaceEdit": edits, "fileOperations": {"willRename": True}, "configuration": True}}
        self.ask(
            "initialize",
            {"processId": None, "rootUri": root.as_uri(), "workspaceFolders": [folder], "capabilities": can},
        )
        self.tell("initialized", {})

    def tell(self, method: str, params: Any) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """Send a request and wait for its result; whatever the server asks meanwhile gets an empty answer."""
        self.asked += 1
        self._send({"id": self.asked, "method": method, "params": params})
        while True:
            message = self._read()
            if "method" in message and "id" in message:
                items = (
                    message.get("params", {}).get("items") if message["method"] == "workspace/configuration" else None
                )
                self._send({"id": message["id"], "result": [None for _ in items] if items is not None else None})
            elif message.get("id") == self.asked:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]

    def rename(self, file: Path, line: int, column: int, new: str) -> dict[Path, list[Any]]:
        """The edits that rename what stands at that place (line and column from 0)."""
        text = file.read_text(encoding="utf-8")
        document = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        place = {"textDocument": {"uri": file.as_uri()}, "position": {"line": line, "character": column}}
        return _by_file(self.ask("textDocument/rename", {**place, "newName": new}))

    def rename_file(self, old: Path, new: Path) -> dict[Path, list[Any]]:
        """The edits that go with the renaming of a file."""
        files = [{"oldUri": old.as_uri(), "newUri": new.as_uri()}]
        return _by_file(self.ask("workspace/willRenameFiles", {"files": files}))

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            raise RuntimeError("the language server has gone")
        found: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return found


def lay(edits: dict[Path, list[Any]]) -> None:
    """Write the edits into the files."""
    for file, changes in edits.items():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        for change in sorted(changes, key=lambda item: _place(item["range"]["start"]), reverse=True):
            (first, start), (last, end) = _place(change["range"]["start"]), _place(change["range"]["end"])
            lines.append("") if last == len(lines) else None
            after = lines[last][end:]
            lines[first : last + 1] = [lines[first][:start] + change["newText"] + after]
        file.write_text("".join(lines), encoding="utf-8")


def _place(position: dict[str, int]) -> tuple[int, int]:
    return position["line"], position["character"]


def _by_file(answer: Any) -> dict[Path, list[Any]]:
    found: dict[Path, list[Any]] = {}
    for uri, edits in ((answer or {}).get("changes") or {}).items():
        found.setdefault(Path(unquote(urlparse(uri).path)), []).extend(edits)
    for document in (answer or {}).get("documentChanges") or ():
        if "textDocument" in document:
            file = Path(unquote(urlparse(document["textDocument"]["uri"]).path))
            found.setdefault(file, []).extend(document["edits"])
    return found
