"""Findings as JSON, for programs: documented in docs/analyze.md, versioned, one finding a line."""

from __future__ import annotations

import json
from collections import Counter

from migrate import __version__
from migrate.formats import View
from migrate.model import Finding, Json, Location

VERSION = 1
"""Raised when a key changes its meaning or goes. A new key does not raise it."""


def render(view: View) -> str:
    """The whole view as one JSON object. Paths are relative to the project's root and have forward slashes."""
    codes = Counter(finding.code for finding in view.findings)
    head: dict[str, Json] = {
        "version": VERSION,
        "tool": {"name": "migrate", "version": __version__},
        "files": view.files,
        "summary": {
            **{severity.value: n for severity, n in view.by_severity().items()},
            "codes": dict(sorted(codes.items())),
        },
        "baseline": {
            "known": view.known,
            "fixed": [{"code": item.code, "places": item.places} for item in view.fixed],
        }
        if view.compared
        else None,
        "rules": {
            code: {"summary": rule.summary, "severity": rule.severity.value}
            for code, rule in sorted(view.rules.items())
            if code in codes
        },
    }
    text = json.JSONEncoder(default=str).encode
    lines = [f' "{name}": {text(value)},' for name, value in head.items()]
    findings = ",\n".join([f"  {text(_finding(finding))}" for finding in view.findings])
    return "\n".join(["{", *lines, ' "findings": [', *([findings] if findings else []), " ]", "}"]) + "\n"


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        "fingerprint": finding.fingerprint,
        "code": finding.code,
        "severity": finding.severity.value,
        "analyzer": finding.analyzer,
        "message": finding.message,
        "locations": [_location(location) for location in finding.locations],
        "metrics": dict(finding.metrics),
    }


def _location(location: Location) -> dict[str, Json]:
    return {
        "path": str(location.path),
        "line": location.line,
        "end_line": max(location.end_line, location.line),
        "symbol": location.symbol,
    }
