"""Lists of the fact base that no part of the carry-over reads, and what was done about its known mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from carry.common import HERE, Report, Row, read

LABELS = ("id", "what", "who", "place", "name", "where", "unit", "side", "question", "text", "note")
UNREAD: dict[str, dict[str, str]] = {
    "oob": {
        "higher_headquarters": "corps and armies stand in hand/formations.yaml",
        "templates": "tables of organisation stand in units.yaml",
    },
    "operations": {
        "unit_changes": "carried as `leaves` and `merges_into` of the forces where inside the window",
        "attachments": "after the window",
    },
    "places_control": {
        "never_lost_by_un": "to check with: no change of control exists for them",
        "never_taken_by_un_in_period": "to check with: no change of control exists for them",
    },
    "strengths": {
        "combat_men_ratio_un_to_enemy_in_contact": "follows from the forces; to check with",
        "guerrillas": "no room in the record yet: guerrillas belong to the provinces",
        "weather": "climate of the calendar chapter",
    },
}
TURNING = {
    "tp01_us_intervention": "decision us-ground-troops",
    "tp02_un_vote": "decision un-vote",
    "tp04_kpa_pause_seoul": "decision kpa-pause-at-seoul",
    "tp08_stand_or_die": "decision walkers-line",
}


def label(row: Any) -> str:
    """What to call a row."""
    if not isinstance(row, dict):
        return str(row)[:90]
    parts = [str(row[key]) for key in LABELS if key in row][:2]
    dates = str(row.get("d") or row.get("date") or row.get("period") or "")
    return f"{': '.join(parts)} {dates}".strip()[:110]


def rows_of(part: Any) -> list[Any]:
    """The rows of a list, or of a mapping of lists."""
    if isinstance(part, dict):
        return [key if not isinstance(value, list) else item for key, value in part.items() for item in _items(value)]
    return list(part)


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) and value else [value]


def unread(folder: Path, report: Report) -> None:
    """Reports every row of the lists that are not read."""
    for name, parts in UNREAD.items():
        content = read(folder / f"{name}.yaml")
        for part, reason in parts.items():
            for row in rows_of(content[part]):
                report.drop(f"{name}.{part}", label(row), reason)
    for part, rows in read(folder / "rates.yaml").items():
        for row in rows_of(rows) if part != "meta" else []:
            report.drop(f"rates.{part}", label(row), "for fitting and for assumptions.yaml, not for the record")
    for row in read(folder / "turning_points.yaml")["turning_points"]:
        if row["id"] not in TURNING:
            report.drop("turning point", row["id"], "not yet a decision of this window", row["question"])


def mistakes(path: Path, report: Report) -> None:
    """Reports what was done about every known mistake."""
    treated: Row = read(HERE / "hand" / "mistakes.yaml")
    for row in read(path)["audit"]:
        name = str(row["id_or_place"])
        if name in treated:
            report.mend("known mistake", name, treated[name])
        else:
            report.drop(
                "known mistake", name, "other dates, or files that are not read", f"{row['file']}: {row['field']}"
            )
