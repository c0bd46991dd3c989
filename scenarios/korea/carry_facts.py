"""Carries the fact base over into scenarios/korea/record: `python carry_facts.py FACTS_DIR`.

Reads FACTS_DIR/1950-51/*.yaml, applies the corrections of FACTS_DIR/known-mistakes.yaml that are sure, joins the hand-made
parts (hand/*.yaml), writes record/{formations,forces,operations,fronts,control,events,series}.yaml and reports every row that
was not carried, with the reason, in docs/record-carried.md. Running it twice writes the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

from carry.checks import report_text
from carry.common import HERE, Names, Report, read, write
from carry.forces import forces, formations
from carry.mistakes import mend_control, mend_formations, mend_strengths
from carry.orders import operations
from carry.rest import control, events, fronts, series

ORDER_NOTES = (
    "Orders as given, never what came of them. `ordered` is the day before for planned orders where the source gives no date.",
    "evacuate: `axis` begins where it embarks, `objective` is where it goes. land: the first `objective` is the beach.",
)


def main(arguments: list[str]) -> None:
    """Writes the record and the report."""
    folder = Path(arguments[0]) / "1950-51"
    names, report = Names(read(HERE / "hand" / "names.yaml"), read(HERE / "places.yaml")["places"]), Report()
    facts = {name: read(folder / f"{name}.yaml") for name in ("oob", "operations", "fronts", "places_control", "events", "strengths")}
    mend_formations(facts["oob"], report)
    mend_control(facts["places_control"], report)
    mend_strengths(facts["strengths"], report)
    all_forces = forces(facts["oob"], facts["operations"]["formations"], names, report)
    lines = fronts(facts["fronts"], names, report)
    record = HERE / "record"
    write(record / "forces.yaml", ["Divisions, brigades, regiments by date."], {"forces": all_forces})
    write(record / "formations.yaml", ["Corps and armies."], {"formations": formations()})
    write(record / "operations.yaml", ORDER_NOTES, {"operations": operations(facts["operations"], names, report)})
    write(record / "fronts.yaml", ["West to east, UN ground to the south and east."], {"fronts": lines})
    write(record / "control.yaml", ["Places that changed hands."], {"control": control(facts["places_control"], names, report)})
    write(record / "events.yaml", ["To tell, not to compute."], {"events": events(facts["events"], names, report)})
    write(HERE / "series.yaml", ["Figures by day or month."], {"series": series(facts["strengths"], names, report)})
    text = report_text(all_forces, lines, facts["strengths"], names, report)
    (HERE.parent.parent / "docs" / "record-carried.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
