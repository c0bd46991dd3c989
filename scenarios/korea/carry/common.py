"""What all parts of the carry-over share: names, sources, places, the report, writing."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from carry import flow_yaml

HERE = Path(__file__).resolve().parent.parent
FIRST, LAST = datetime.date(1950, 6, 25), datetime.date(1950, 9, 15)
SNAP_KM = 3.0
Row = dict[str, Any]


def read(path: Path) -> Any:
    """The content of a YAML file."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance of two (lat, lon), good enough for a few hundred km."""
    return math.hypot((a[0] - b[0]) * 111.2, (a[1] - b[1]) * 111.2 * math.cos(math.radians(a[0])))


class Names:
    """Keys of the fact base -> keys of this book."""

    def __init__(self, hand: Row, places: list[Row]) -> None:
        self.hand = hand
        self.places = {row["id"]: (row["lat"], row["lon"]) for row in places}

    def sources(self, text: Any) -> list[str]:
        """Source keys of 'APP-3; ROKH', of a written-out title, or of a list of these; order kept, doubles dropped."""
        pieces = text if isinstance(text, list) else re.split(r"[;]", str(text))
        found = [self._source(piece.strip()) for piece in pieces]
        return list(dict.fromkeys(key for key in found if key))

    def _source(self, piece: str) -> str | None:
        for title, key in self.hand["source_titles"].items():
            if piece.startswith(title):
                return str(key)
        mark = re.split(r"[-\s(,]", piece)[0]
        key = self.hand["sources"].get(mark)
        return str(key) if key else None

    def nearest(self, lat: float, lon: float, within: float = SNAP_KM) -> str | None:
        """Id of the place of the map at these coordinates, if there is one so near."""
        best = min(self.places, key=lambda key: kilometres((lat, lon), self.places[key]))
        return best if kilometres((lat, lon), self.places[best]) <= within else None

    def at(self, point: Any) -> Any:
        """A place id, or {lat, lon}, from an id or a pair."""
        if isinstance(point, str):
            if point not in self.places:
                raise SystemExit(f"unknown place {point!r}")
            return point
        lat, lon = (point["lat"], point["lon"]) if isinstance(point, dict) else point
        return self.nearest(lat, lon) or {"lat": lat, "lon": lon}


class Report:
    """What was not carried, and what was changed on the way."""

    def __init__(self) -> None:
        self.dropped: list[tuple[str, str, str, str]] = []
        self.mended: list[tuple[str, str, str]] = []

    def drop(self, kind: str, name: str, reason: str, detail: str = "") -> None:
        self.dropped.append((kind, name, reason, detail))

    def mend(self, kind: str, name: str, what: str) -> None:
        self.mended.append((kind, name, what))


def inside(day: datetime.date) -> bool:
    """Whether a date lies in the window of this record."""
    return FIRST <= day <= LAST


def sourced(row: Row, names: Names, **instead: Any) -> Row:
    """source, confidence, basis of a fact row in the words of the format."""
    found = {
        "source": names.sources(row.get("source", row.get("src", []))),
        "confidence": row.get("confidence", row.get("conf", row.get("c", "medium"))),
        "basis": row.get("basis", "unchecked"),
    }
    found.update(instead)
    found["source"] = found["source"][0] if len(found["source"]) == 1 else found["source"]
    return found


def write(path: Path, header: Iterable[str], sections: dict[str, list[Row]]) -> None:
    """One record file with the comment that says where it comes from."""
    head = [
        "Written by scenarios/korea/carry_facts.py from the fact base and hand/*.yaml; change those, not this.",
        *header,
    ]
    path.write_text(flow_yaml.document(head, sections), encoding="utf-8")
