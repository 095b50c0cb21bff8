"""Typed options of codemods and analyzers: what a plan may say, what the schema shows, what is checked before an edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from migrate.deferred import ConfigDict, Deferred, Field, fields_of


@dataclass(frozen=True, slots=True)
class Names:
    """Marks an option's text as the name of a thing that must exist in the tree before the step runs.

    `module` is a dotted module or package, `symbol` a dotted module-level name or a member of one, `path` a file or
    folder below the root, `glob` a pattern that must match at least one file.
    """

    what: Literal["module", "symbol", "path", "glob"]


ModuleName = Annotated[str, Names("module")]
SymbolName = Annotated[str, Names("symbol")]
TreePath = Annotated[str, Names("path")]
TreeGlob = Annotated[str, Names("glob")]


class Options(Deferred):
    """Base of every codemod's options. Unknown keys are refused; field descriptions are the help. `Field` is the one of
    this module, or pydantic's, which is imported then even where all is well.

    A field called `remove_in` is filled from `[compat] remove_in` where the step leaves it out.
    Keys that are Python keywords get an alias: `from_: list[ModuleName] = Field(alias="from", description="…")`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)

    def names(self) -> Iterator[tuple[str, Names, str]]:
        """Every (option, kind, text) that names a thing which must exist."""
        for field in fields_of(type(self)):
            yield from _named(field.key, field.marks, field.annotation, getattr(self, field.name))


def _named(option: str, metadata: Sequence[Any], annotation: Any, value: Any) -> Iterator[tuple[str, Names, str]]:
    marks = [mark for mark in metadata if isinstance(mark, Names)]
    marks += [mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Names)]
    if marks and isinstance(value, str):
        yield option, marks[0], value
        return
    inner: tuple[Any, ...] = getattr(annotation, "__args__", ())
    if isinstance(value, dict):
        for key, item in value.items():
            if len(inner) == 2:
                yield from _named(option, (), inner[0], key)
                yield from _named(option, (), inner[1], item)
    elif isinstance(value, list | tuple):
        for item in value:
            for annotation_of_item in inner[:1]:
                yield from _named(option, (), annotation_of_item, item)
    elif value is not None:
        for choice in inner:
            yield from _named(option, (), choice, value)


__all__ = ["Field", "ModuleName", "Names", "Options", "SymbolName", "TreeGlob", "TreePath"]
