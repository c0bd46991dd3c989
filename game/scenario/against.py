"""A file of facts to score against: `control` and `fronts` lists in the record's format, from anybody's hand."""

from __future__ import annotations

from pathlib import Path

from game.scenario.links import Index, follow
from game.scenario.loading import Scenario
from game.scenario.nodes import Map, Seq
from game.scenario.problems import Problem, ScenarioError
from game.scenario.shapes import fit
from game.scenario.shelf import Shelf, gather, shown
from game.schema.record import RecordFile

SCORED = ("control", "fronts")


def load_facts(path: str | Path, scenario: Scenario) -> RecordFile:
    """The facts of a file, places by id, by name or as {name, lat, lon}; raises ScenarioError with every problem.

    More lenient than the record: an army may stand for its side, and a source need not be one of the book's.
    """
    shelf, file = Shelf(), Path(path)
    tree = shelf.tree(file)
    problems = list(shelf.problems.get(file, []))
    if tree is None:
        raise ScenarioError(problems)
    side_of = {member.army: side.id for side in scenario.theatre.sides for member in side.members}
    for name in SCORED:
        entries = tree.get(name)
        for entry in entries if isinstance(entries, Seq) else ():
            if isinstance(entry, Map):
                entry.pop("source", None)
                for key in ("from", "to"):
                    word = entry.get(key)
                    if isinstance(word, str):
                        entry[key] = side_of.get(word, word)
    trees, _ = gather(shelf, scenario.theatre.folder)
    follow(Index(trees, problems), RecordFile, tree)
    facts = fit(RecordFile, tree, problems)
    if facts is not None and not (facts.control or facts.fronts) and not problems:
        problems.append(Problem(shown(file), 1, 1, "nothing to score here", "write a `control:` or a `fronts:` list"))
    if problems or facts is None:
        raise ScenarioError(problems)
    return facts
