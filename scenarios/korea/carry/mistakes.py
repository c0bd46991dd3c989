"""The corrections of known-mistakes.yaml that are sure and concern June to September 1950."""

from __future__ import annotations

import datetime

from carry.common import Report, Row


def _formation(oob: Row, key: str) -> Row:
    return next(row for row in oob["formations"] if row["id"] == key)


def mend_formations(oob: Row, report: Report) -> None:
    """Strength of the ROK 7th Division (in place)."""
    strength = _formation(oob, "rok_7")["strength"][0]
    if strength["men"] == 9624:
        strength["men"] = 9698
        report.mend(
            "force",
            "rok-7-div",
            "9,624 -> 9,698 men on 25 June: only that makes the eight divisions 64,697 (known mistake, high)",
        )


def mend_control(facts: Row, report: Report) -> None:
    """Tanyang stands on its old site, drowned since by the Chungju lake (in place)."""
    for row in facts["changes"]:
        if row["place"] == "Tanyang":
            row.update(lat=36.935, lon=128.32)
            report.mend(
                "control",
                "Tanyang",
                f"{row['date']}: 36.98, 128.37 -> 36.935, 128.32, the old town (known mistake, high)",
            )


def mend_strengths(facts: Row, report: Report) -> None:
    """ROK Army on 25 June: 94,808 with a range up to 98,808 (in place)."""
    first = datetime.date(1950, 6, 25)
    for row in facts["ground_strength"]["ROK"]:
        if row["d"] == first and row["value"] == 98808:
            row["value"] = 94808
            report.mend(
                "strengths",
                "ROK Army 1950-06-25",
                "98,808 -> 94,808 (range to 98,808): later rolls (known mistake, medium)",
            )
