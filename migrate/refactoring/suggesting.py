"""From the places of a finding to the names that a step's options want."""

from __future__ import annotations

from collections.abc import Sequence

from migrate.model import Location
from migrate.references.names import Names


def dotted_names(names: Names, places: Sequence[Location]) -> list[str]:
    """The dotted name of the definition at each place; a place without one, or outside of all import roots, gives none."""
    found = []
    for place in places:
        module = names.file(place.path)
        if place.symbol and module.name:
            found.append(f"{module.name}.{place.symbol}")
    return found


def camel_case(name: str) -> str:
    """`_launch_statistics` as a class is called: `LaunchStatistics`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
