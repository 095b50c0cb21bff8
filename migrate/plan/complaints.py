"""Says in a person's words what pydantic found wrong with a table, and at which key."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from migrate.model import Json
from migrate.plan.toml_lines import KeyPath
from migrate.plan.wording import guess, shown

EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "dataclass_type": "a table",
}


def complaints(error: ValidationError, data: object, model: type[BaseModel]) -> list[tuple[KeyPath, str]]:
    """One (place in `data`, sentence) for each key that is wrong; a union's several answers become one sentence."""
    expected: dict[KeyPath, list[str]] = {}
    said: list[tuple[KeyPath, str]] = []
    for detail in error.errors(include_url=False):
        path = _place(detail["loc"], data)
        key = _shown_key(path)
        match detail["type"]:
            case "missing":
                missing = str(detail["loc"][-1])
                help_text = _help(model, path, data, missing)
                said.append((path, f"missing key `{missing}`{': ' + help_text if help_text else ''}"))
            case "extra_forbidden":
                known = sorted(known_keys(model, path[:-1], data))
                said.append((path, f"unknown key `{path[-1]}`; {guess(str(path[-1]), known)}"))
            case "value_error":
                sentence = str(detail["ctx"]["error"])
                said.append((path, f"{key} {sentence}" if sentence.startswith("must ") else f"{key}: {sentence}"))
            case "string_too_short":
                said.append((path, f"{key} must not be empty"))
            case "too_short":
                least = detail["ctx"]["min_length"]
                said.append(
                    (path, f"{key} must be a list of at least {least} items, not of {detail['ctx']['actual_length']}")
                )
            case "string_pattern_mismatch":
                expected.setdefault(path, []).append(f"text that matches `{detail['ctx']['pattern']}`")
            case "literal_error" | "enum":
                expected.setdefault(path, []).append(str(detail["ctx"]["expected"]))
            case "claim_kind":
                said.append((path, detail["msg"]))
            case kind:
                expected.setdefault(path, []).append(EXPECTED.get(kind) or _plain(detail))
    for path, ways in expected.items():
        value = _value(path, data)
        said.append((path, f"{_shown_key(path)} must be {' or '.join(dict.fromkeys(ways))}, not {shown(value)}"))
    return said


def known_keys(model: type[BaseModel], path: KeyPath, data: object) -> Iterator[str]:
    """The keys that may stand in the table at `path`, as they are written in a plan."""
    for table in _models_at(model, path, data):
        for name, info in table.model_fields.items():
            yield info.alias or name


def _help(model: type[BaseModel], path: KeyPath, data: object, key: str) -> str:
    for table in _models_at(model, path, data):
        for name, info in table.model_fields.items():
            if key in (name, info.alias):
                return info.description or ""
    return ""


def _models_at(model: type[BaseModel], path: KeyPath, data: object) -> list[type[BaseModel]]:
    """The models that a table at `path` could be; where there are several, those that share most keys with it."""
    models: list[type[BaseModel]] = [model]
    for step in path:
        if isinstance(step, str):
            fields = [f for m in models for n, f in m.model_fields.items() if step in (n, f.alias)]
            models = list(dict.fromkeys(found for field in fields for found in _models_in(field.annotation)))
    value = _value(path, data)
    if len(models) > 1 and isinstance(value, Mapping):
        shared = {m: len({f.alias or n for n, f in m.model_fields.items()} & set(value)) for m in models}
        models = [m for m in models if shared[m] == max(shared.values())]
    return models


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


def _place(loc: Sequence[int | str], data: Json) -> KeyPath:
    """`loc` without what pydantic adds for unions and for keys that are not there."""
    path: list[int | str] = []
    for step in loc:
        in_table = isinstance(data, Mapping) and step in data
        if in_table or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
            path.append(step)
    return tuple(path)


def _value(path: KeyPath, data: Json) -> Json:
    for step in path:
        data = data[step]
    return data


def _shown_key(path: KeyPath) -> str:
    names = [at for at, step in enumerate(path) if isinstance(step, str)]
    if not names:
        return "the plan"
    return f"`{path[names[-1]]}{''.join(f'[{step}]' for step in path[names[-1] + 1 :])}`"


def _plain(detail: ErrorDetails) -> str:
    return detail["msg"].removeprefix("Input should be ").removeprefix("Value should ")
