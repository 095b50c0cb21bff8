"""Findings as SARIF 2.1.0, for code-scanning services and editors."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from urllib.parse import quote

from migrate import __version__
from migrate.formats import View
from migrate.markup import unicode
from migrate.model import Finding, Json, Location, Rule, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
ROOT = "%SRCROOT%"


def render(view: View) -> str:
    """A log with one run. Artifacts are named relative to the project's root, never by a path of this machine."""
    analyzers = {finding.code: finding.analyzer for finding in view.findings}
    rules = sorted({*view.rules, *analyzers})
    index = {code: number for number, code in enumerate(rules)}
    run: dict[str, Json] = {
        "tool": {
            "driver": {
                "name": "migrate",
                "semanticVersion": __version__,
                "rules": [
                    _rule(code, view.rules.get(code, Rule(code, code)), analyzers.get(code, "")) for code in rules
                ],
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The project's root."}}},
        "columnKind": "unicodeCodePoints",
    }
    results = [
        json.dumps(_result(finding, index[finding.code], view.compared), default=str) for finding in view.findings
    ]
    # One result a line: quick to write, and its diffs can be read.
    head = json.dumps(run, indent=1, default=str).removesuffix("\n}")
    body = "[\n  " + ",\n  ".join(results) + "\n ]" if results else "[]"
    return f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{head},\n "results": {body}\n}}]}}\n'


def _rule(code: str, rule: Rule, analyzer: str) -> dict[str, Json]:
    text = f"{rule.summary}. Explain one of its findings with `migrate analyze --explain FINGERPRINT`."
    described: dict[str, Json] = {
        "id": code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    return {**described, "properties": {"tags": [analyzer]}} if analyzer else described


def _result(finding: Finding, rule: int, compared: bool) -> dict[str, Json]:
    first, *others = finding.locations
    result: dict[str, Json] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding.message or finding.code)},
        "locations": [_location(first)],
    }
    if others:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": _message(_name(other))}, **_location(other)}
            for number, other in enumerate(_distinct(others), 1)
        ]
    if finding.fingerprint:
        result["partialFingerprints"] = {"migrateFinding/v1": finding.fingerprint}
    if compared:
        result["baselineState"] = "new"
    if finding.metrics:
        result["properties"] = {"metrics": dict(finding.metrics)}
    return result


def _message(text: str) -> str:
    """Braces are doubled, as the standard asks of a literal one: a single pair is a placeholder."""
    return unicode(text).replace("{", "{{").replace("}", "}}")


def _name(location: Location) -> str:
    return f"also {location.symbol}" if location.symbol else f"also {location}"


def _distinct(locations: Iterable[Location]) -> list[Location]:
    return list(dict.fromkeys(locations))


def _location(location: Location) -> dict[str, Json]:
    line = max(location.line, 1)
    where: dict[str, Json] = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(os.fsencode(location.path.as_posix())), "uriBaseId": ROOT},
            "region": {"startLine": line, "endLine": max(location.end_line, line)},
        }
    }
    if location.symbol:
        where["logicalLocations"] = [{"fullyQualifiedName": unicode(location.symbol)}]
    return where
