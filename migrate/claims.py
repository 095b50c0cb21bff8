"""Statements of a plan about the code, and whether they hold: checked statically, before anything is edited."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

Level = Literal["exact", "plain", "renamed"]
"""How equal: to the byte but for layout; but for docstrings, comments and annotations; up to renamed names and literals."""


class _Claim(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="after")
    def _says_something(self) -> _Claim:
        subject, *rest = type(self).model_fields
        if not set(rest) - {"level"} & {key for key in self.model_fields_set if getattr(self, key) is not None}:
            raise ValueError(f"the claim names its `{subject}` and says nothing about it; add one of {', '.join(rest)}")
        return self


class PathClaim(_Claim):
    """A claim about one file, or (`exists` alone) about a folder."""

    path: str = Field(min_length=1, description="A file or folder, relative to the project's root.")
    exists: bool | None = Field(default=None, description="Whether it is there.")
    min_lines: int | None = Field(default=None, ge=0, description="It has at least so many lines.")
    max_lines: int | None = Field(default=None, ge=0, description="It has at most so many lines.")
    contains: str | None = Field(default=None, min_length=1, description="This text occurs in it, letter by letter.")
    undefined_names: bool | None = Field(
        default=None,
        description="Whether it uses names that are defined nowhere, so that it fails when they are reached.",
    )
    imports: bool | None = Field(
        default=None,
        description="Whether importing it can work: every internal import resolves and no name used at import is undefined.",
    )


class NameClaim(_Claim):
    """A claim about one module, class, function or other name."""

    name: str = Field(min_length=1, description="A dotted name: `pkg.module.Class` or `pkg.module.Class.method`.")
    exists: bool | None = Field(default=None, description="Whether it is defined (or imported) there.")
    min_lines: int | None = Field(default=None, ge=0, description="Its definition has at least so many lines.")
    max_lines: int | None = Field(default=None, ge=0, description="Its definition has at most so many lines.")
    min_methods: int | None = Field(default=None, ge=0, description="The class defines at least so many methods.")
    max_methods: int | None = Field(default=None, ge=0, description="The class defines at most so many methods.")


class NamesClaim(_Claim):
    """A claim about how equal two or more classes or functions are, each to the first."""

    names: tuple[str, ...] = Field(
        min_length=2, description="Dotted names of classes (or, with `equal`, of functions)."
    )
    equal_members: float | None = Field(
        default=None, ge=0, le=1, description="At least this share of members is equal: 0.4 for 40 %."
    )
    equal: bool | None = Field(default=None, description="Whether the whole definitions are equal.")
    level: Level = Field(
        default="exact",
        description="What counts as equal: `exact`, `plain` (docstrings, comments, annotations aside), `renamed`.",
    )


class ModuleClaim(_Claim):
    """A claim about one module by its dotted name."""

    module: str = Field(min_length=1, description="A dotted module or package.")
    exists: bool | None = Field(default=None, description="Whether there is such a module.")
    imports: bool | None = Field(
        default=None,
        description="Whether importing it can work: every internal import resolves and no name used at import is undefined.",
    )
    undefined_names: bool | None = Field(default=None, description="Whether it uses names that are defined nowhere.")


SUBJECTS: dict[str, type[_Claim]] = {
    "path": PathClaim,
    "name": NameClaim,
    "names": NamesClaim,
    "module": ModuleClaim,
}


def _subject(claim: object) -> str | None:
    keys = set(claim if isinstance(claim, dict) else type(claim).model_fields if isinstance(claim, _Claim) else ())
    subjects = [f"a claim on {subject}" for subject in SUBJECTS if subject in keys]
    return subjects[0] if len(subjects) == 1 else None


Claim = Annotated[
    Annotated[PathClaim, Tag("a claim on path")]
    | Annotated[NameClaim, Tag("a claim on name")]
    | Annotated[NamesClaim, Tag("a claim on names")]
    | Annotated[ModuleClaim, Tag("a claim on module")],
    Discriminator(
        _subject,
        custom_error_type="claim_kind",
        custom_error_message="a claim is a table with exactly one of the keys `path`, `name`, `names`, `module`",
    ),
]
