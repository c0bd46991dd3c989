"""Carries the fact base over into scenarios/korea/record: `python carry_facts.py FACTS_DIR`.

Reads FACTS_DIR/1950-51/*.yaml, applies the corrections of FACTS_DIR/known-mistakes.yaml that are sure, joins the
hand-made parts (hand/*.yaml), writes record/{formations,forces,operations,fronts,control,events}.yaml and figures.yaml,
and reports every row not carried, with the reason, in docs/record-carried.md. Twice is as once.
"""

from __future__ import annotations

import sys
from pathlib import Path

from carry.checks import report_text
from carry.common import HERE, Names, Report, Row, read, write
from carry.forces import forces, formations
from carry.leftovers import mistakes, unread
from carry.mistakes import mend_control, mend_formations, mend_strengths
from carry.orders import operations
from carry.rest import control, events, figures, fronts

ORDER_NOTES = (
    "Orders as given, never what came of them. `ordered` is the day before, where a source gives no date for a plan.",
    "evacuate: `axis` begins where it embarks, `objective` is where it goes. land: the first `objective` is the beach.",
)

HEADERS = {
    "forces": ["Divisions, brigades, regiments by date."],
    "formations": ["Corps and armies."],
    "operations": ORDER_NOTES,
    "fronts": ["West to east, UN ground to the south and east."],
    "control": ["Places that changed hands."],
    "events": ["To tell, not to compute."],
    "figures": ["Totals to compare with, not to play with: what the game draws on stands in means.yaml."],
}
FACTS = ("oob", "operations", "fronts", "places_control", "events", "strengths")


def main(arguments: list[str]) -> None:
    """Writes the record and the report."""
    folder = Path(arguments[0]) / "1950-51"
    names, report = Names(read(HERE / "hand" / "names.yaml"), read(HERE / "places.yaml")["places"]), Report()
    facts = {name: read(folder / f"{name}.yaml") for name in FACTS}
    built = carried(facts, names, report)
    for name, rows in built.items():
        home = HERE if name == "figures" else HERE / "record"
        write(home / f"{name}.yaml", HEADERS[name], {name: rows})
    unread(folder, report)
    mistakes(folder.parent / "known-mistakes.yaml", report)
    text = report_text(built["forces"], built["fronts"], names, report)
    (HERE.parent.parent / "docs" / "record-carried.md").write_text(text, encoding="utf-8")


def carried(facts: dict[str, Row], names: Names, report: Report) -> dict[str, list[Row]]:
    """Every list of the record by name."""
    mend_formations(facts["oob"], report)
    mend_control(facts["places_control"], report)
    mend_strengths(facts["strengths"], report)
    return {
        "forces": forces(facts["oob"], facts["operations"]["formations"], names, report),
        "formations": formations(),
        "operations": operations(facts["operations"], names, report),
        "fronts": fronts(facts["fronts"], names, report),
        "control": control(facts["places_control"], names, report),
        "events": events(facts["events"], names, report),
        "figures": figures(facts["strengths"], names, report),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
