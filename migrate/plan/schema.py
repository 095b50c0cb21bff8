"""The JSON Schema of a plan, for editors: the plan's own keys, and the options of each codemod and analyzer."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from migrate import analyzers, codemods
from migrate.plan import CHECKS, Plan, Step

REFERENCE = "#/definitions/{model}"


def schema(beside: Path | None = None) -> dict[str, Any]:
    """The schema as draft-07, which TOML editors understand best; with the codemods and analyzers beside that folder."""
    plan = Plan.model_json_schema(ref_template=REFERENCE)
    definitions: dict[str, Any] = plan.pop("$defs")
    checks = {"type": "string", "enum": list(CHECKS)}
    definitions["GateTable"]["properties"]["checks"]["items"] = checks
    definitions["Step"]["properties"]["checks"]["items"] = checks
    definitions["StepToRun"] = {
        "allOf": [{"$ref": "#/definitions/Step"}],
        "if": {"properties": {"available": {"const": False}}, "required": ["available"]},
        "else": {
            "allOf": [
                {"properties": {"codemod": {"enum": list(codemods.find(beside))}}},
                *(_options_of(name, beside, definitions) for name in codemods.find(beside)),
            ]
        },
    }
    phase = definitions["Phase"]
    phase["if"] = {"properties": {"available": {"const": False}}, "required": ["available"]}
    phase["else"] = {"properties": {"step": {"items": {"$ref": "#/definitions/StepToRun"}}}}
    plan["properties"]["analyze"] = _analyze(beside, definitions, plan["properties"]["analyze"]["description"])
    plan["definitions"] = dict(sorted(definitions.items()))
    found = {"$schema": "http://json-schema.org/draft-07/schema#", "title": "migration.toml", **_as_draft_07(plan)}
    return {key: found[key] for key in sorted(found, key=lambda key: (key == "definitions", key[0] != "$", key))}


def schema_text(beside: Path | None = None) -> str:
    """The schema as `migrate schema` prints it and `migration.schema.json` holds it."""
    return json.dumps(schema(beside), indent=2, ensure_ascii=False) + "\n"


def _options_of(name: str, beside: Path | None, definitions: dict[str, Any]) -> dict[str, Any]:
    """If a step names this codemod, then its keys are a step's or this codemod's options."""
    options = codemods.load(name, beside).Options.model_json_schema(ref_template=f"#/definitions/{name}.{{model}}")
    definitions.update((f"{name}.{model}", inner) for model, inner in options.pop("$defs", {}).items())
    properties = options.get("properties", {})
    then: dict[str, Any] = {
        "properties": properties,
        "propertyNames": {"enum": sorted({*Step.model_fields, *properties})},
    }
    if required := [key for key in options.get("required", ()) if key != "remove_in"]:  # [compat] may give it
        then["required"] = required
    return {"if": {"properties": {"codemod": {"const": name}}, "required": ["codemod"]}, "then": then}


def _analyze(beside: Path | None, definitions: dict[str, Any], description: str) -> dict[str, Any]:
    globs = {"type": "array", "items": {"type": "string"}, "description": "Globs of files that no analyzer reads."}
    tables: dict[str, Any] = {"exclude": globs}
    for name in analyzers.find(beside):
        kind = analyzers.load(name, beside).Options
        options = TypeAdapter(kind).json_schema(ref_template=f"#/definitions/{name}.{{model}}")
        definitions.update((f"{name}.{model}", inner) for model, inner in options.pop("$defs", {}).items())
        options["additionalProperties"] = False
        for field in dataclasses.fields(kind):
            if help_text := field.metadata.get("help"):
                options["properties"][field.name]["description"] = help_text
        tables[name] = options
    return {"type": "object", "description": description, "properties": tables, "additionalProperties": False}


def _as_draft_07(value: Any, *, names: bool = False) -> Any:
    """The same without the titles that pydantic makes up, and with tuples as draft-07 spells them.

    `names` says that the keys of `value` are the user's (below `properties`), not the schema's.
    """
    if isinstance(value, list):
        return [_as_draft_07(item) for item in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {key: _as_draft_07(item) for key, item in value.items()}
    out = {}
    for key, item in value.items():
        if key in ("default", "enum", "const", "required"):
            out[key] = item
        elif key == "prefixItems":
            out["items"] = _as_draft_07(item)
        elif key != "title" or not isinstance(item, str):
            out[key] = _as_draft_07(item, names=key in ("properties", "definitions"))
    return out
