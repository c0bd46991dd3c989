"""Scenario and Theatre: everything that a game is set up from, resolved and checked."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from game.scenario.links import Index, follow
from game.scenario.nodes import Map, Seq, located, uncollected
from game.scenario.problems import Problem, ScenarioError, near
from game.scenario.resolve import Patch, overlay
from game.scenario.shapes import fit
from game.scenario.shelf import Shelf, gather, is_file, scenario_name
from game.schema.book import BOOK_FILES, Army, Assumption, Coalition, Power, Source, UnitType
from game.schema.means import MeansFile
from game.schema.record import Decision, RecordBook
from game.schema.scenario import Aim, Argued, Choice, Lesson, Period, Play, ScenarioFile, VariantFile
from game.schema.theatre import THEATRE_FILES, Lake, MapFile, Place, Province, River, Route
from game.schema.values import At, Entry, Text

MODELS: dict[str, Any] = {**THEATRE_FILES, **BOOK_FILES, "record": RecordBook}


@dataclass(frozen=True)
class Theatre:
    """The shared book of a theatre. Lists stand in the order of the files; that of `sides` numbers the sides."""

    id: str
    folder: Path
    map: MapFile
    rivers: list[River]
    lakes: list[Lake]
    routes: list[Route]
    places: list[Place]
    provinces: list[Province]
    powers: list[Power]
    armies: list[Army]
    sides: list[Coalition]
    units: list[UnitType]
    sources: list[Source]
    assumptions: dict[str, dict[str, Assumption]]
    means: MeansFile

    @cached_property
    def _place(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def _unit(self) -> dict[str, UnitType]:
        return {unit.id: unit for unit in self.units}

    def place(self, name: str) -> Place:
        """The place of an id."""
        return self._place[name]

    def unit(self, name: str) -> UnitType:
        """The type of unit of an id."""
        return self._unit[name]

    def where(self, at: At) -> tuple[float, float]:
        """Latitude and longitude, degrees, of a place or of coordinates."""
        if at.place is not None:
            place = self._place[at.place]
            return place.lat, place.lon
        assert at.lat is not None
        assert at.lon is not None
        return at.lat, at.lon

    def side_of(self, army: str, day: datetime.date) -> int:
        """Index of the side that an army fights on, on a day; -1 if on none."""
        for index, side in enumerate(self.sides):
            for member in side.members:
                begun = member.from_ is None or member.from_ <= day
                if member.army == army and begun and (member.to is None or day <= member.to):
                    return index
        return -1


@dataclass(frozen=True)
class Scenario:
    """A scenario with its theatre and record; `decisions` are those in play, `choices` answers laid down.

    `texts` has the contents of every file read, `korea/map.yaml` and so on; `trees` the same with positions.
    """

    id: str
    path: Path
    title: Text
    author: str | None
    extends: str | None
    argued_by: Argued | None
    period: Period
    play: Play
    briefing: Text | None
    decisions: list[Decision]
    choices: list[Choice]
    aims: dict[str, list[Aim]]
    lesson: Lesson | None
    changes: int
    theatre: Theatre
    book: RecordBook
    texts: dict[str, bytes]
    trees: dict[str, Map]


@dataclass(frozen=True)
class Listed:
    """A scenario in the menu: loaded, or with the problems that keep it from loading."""

    id: str
    path: Path
    title: Text
    author: str | None
    scenario: Scenario | None
    problems: list[Problem]


@dataclass
class Shelved:
    """A theatre as read and checked once."""

    folder: Path
    trees: dict[str, Map]
    paths: list[Path]
    problems: list[Problem]
    models: dict[str, Entry | None]
    index: Index


def load(name: str | Path, roots: Sequence[Path] | None = None, shelf: Shelf | None = None) -> Scenario:
    """The scenario of an id or a path; raises ScenarioError with every problem found."""
    shelf = shelf or Shelf(list(roots) if roots is not None else None)
    path = shelf.scenario_path(str(name))
    if path is None:
        hint = near(name, [scenario_name(one) for one in shelf.scenario_files()])
        raise ScenarioError([Problem(str(name), 1, 1, f"there is no scenario '{name}'", hint, "file")])
    problems: list[Problem] = []
    with uncollected():
        tree, paths = _chain(shelf, path, problems)
        if tree is None:
            raise ScenarioError(problems)
        return _scenario(shelf, paths, tree, problems)


def load_theatre(name: str = "korea", roots: Sequence[Path] | None = None, shelf: Shelf | None = None) -> Theatre:
    """The theatre book of an id; raises ScenarioError with every problem found, in the record too."""
    shelf = shelf or Shelf(list(roots) if roots is not None else None)
    folder = shelf.theatre_folder(name)
    if folder is None:
        raise ScenarioError([_no_theatre(shelf, name, name, 1, 1)])
    shelved = shelve(shelf, folder)
    if shelved.problems:
        raise ScenarioError(shelved.problems)
    return theatre_of(folder, shelved.models)


def available(roots: Sequence[Path] | None = None) -> list[Listed]:
    """Every scenario of the folders, the broken ones too, with their problems."""
    shelf = Shelf(list(roots) if roots is not None else None)
    return [_listed(shelf, path) for path in shelf.scenario_files()]


def _listed(shelf: Shelf, path: Path) -> Listed:
    name = scenario_name(path)
    try:
        scenario = load(path, shelf=shelf)
    except ScenarioError as error:
        tree = shelf.trees.get(path) or {}
        title, author = tree.get("title"), tree.get("author")
        words = title.get("en") if isinstance(title, dict) else title
        text = Text(en=words if isinstance(words, str) else name)
        return Listed(name, path, text, author if isinstance(author, str) else None, None, error.problems)
    return Listed(scenario.id, path, scenario.title, scenario.author, scenario, [])


def _chain(shelf: Shelf, path: Path, problems: list[Problem]) -> tuple[Map | None, list[Path]]:
    """The tree of a scenario laid over those that it extends, and their files; adds what is wrong with each."""
    above: list[Map] = []
    seen: list[Path] = []
    while True:
        tree = shelf.tree(path)
        problems += shelf.problems.get(path, [])
        seen.append(path)
        if tree is None:
            return None, seen
        base = tree.get("extends")
        fit(VariantFile if "extends" in tree else ScenarioFile, tree, problems)
        if not isinstance(base, str):
            break
        above.append(tree)
        found = _base_path(shelf, path, base)
        if found is None or found in seen:
            message = f"'{base}' extends this one" if found else f"there is no scenario '{base}' to extend"
            hint = near(base, [scenario_name(one) for one in shelf.scenario_files()]) if found is None else ""
            problems.append(Problem(*located(tree.file, tree.where["extends"][1]), message, hint, "extends"))
            return None, seen
        path = found
    for variant in reversed(above):
        tree = overlay(tree, variant)
    return tree, seen


def _base_path(shelf: Shelf, path: Path, base: str) -> Path | None:
    """File of an extended scenario: beside the variant, or in the folders."""
    beside = [path.parent / f"{base}.yaml", path.parent / base / "scenario.yaml", path.parent.parent / f"{base}.yaml"]
    return next((found for found in beside if is_file(found)), None) or shelf.scenario_path(base)


def shelve(shelf: Shelf, folder: Path) -> Shelved:
    """A theatre's trees, references followed and models built; once per shelf."""
    if folder not in shelf.theatres:
        trees, paths = gather(shelf, folder)
        problems = [problem for path in paths for problem in shelf.problems.get(path, [])]
        index = Index(trees, problems)
        models = _models(trees, set(MODELS), index)
        shelf.theatres[folder] = Shelved(folder, trees, paths, problems, models, index)
    found: Shelved = shelf.theatres[folder]
    return found


def _models(trees: dict[str, Map], names: set[str], index: Index) -> dict[str, Entry | None]:
    """Follows all references of these trees, and builds their models."""
    for name in sorted(names & set(trees)):
        follow(index, MODELS[name], trees[name])
    return {name: fit(MODELS[name], trees[name], index.problems) for name in sorted(names & set(trees))}


def _scenario(shelf: Shelf, paths: list[Path], tree: Map, problems: list[Problem]) -> Scenario:
    """Joins a scenario's tree with its theatre; raises ScenarioError."""
    theatre = tree.get("theatre")
    folder = shelf.theatre_folder(theatre, paths) if isinstance(theatre, str) else None
    if folder is None:
        if isinstance(theatre, str):
            problems.append(_no_theatre(shelf, theatre, *located(tree.file, tree.where["theatre"][1])))
        raise ScenarioError(problems)
    shelved = shelve(shelf, folder)
    patch, models, index = _changed(shelved, tree, problems)
    tree = patch.without_removed(tree)
    follow(index, ScenarioFile, tree)
    _options(tree, index)
    whole = fit(ScenarioFile, tree, problems)
    book = models.get("record")
    if problems or whole is None or not isinstance(book, RecordBook):
        raise ScenarioError(problems)
    by_id = {decision.id: decision for decision in book.decisions}
    choices = [change.choose for change in whole.changes if change.choose is not None]
    return Scenario(
        id=whole.id,
        path=paths[0],
        title=whole.title,
        author=whole.author,
        extends=whole.extends,
        argued_by=whole.argued_by,
        period=whole.period,
        play=whole.play,
        briefing=whole.briefing,
        decisions=[by_id[name] for name in dict.fromkeys([*whole.decisions, *(one.decision for one in choices)])],
        choices=choices,
        aims=dict(whole.aims),
        lesson=whole.lesson,
        changes=len(whole.changes),
        theatre=theatre_of(folder, models),
        book=book,
        texts=_texts(shelf, paths, shelved),
        trees={**patch.trees, "scenario": tree},
    )


def _texts(shelf: Shelf, paths: list[Path], shelved: Shelved) -> dict[str, bytes]:
    """What was read: scenario files by their names, those of the theatre by their path in it."""
    root = shelved.folder.parent
    return {path.name: shelf.texts[path] for path in paths} | {
        path.relative_to(root).as_posix(): shelf.texts[path] for path in shelved.paths
    }


def _changed(shelved: Shelved, tree: Map, problems: list[Problem]) -> tuple[Patch, dict[str, Entry | None], Index]:
    """The changes of a scenario, applied, and the models and ids that come of them; adds what is wrong with either."""
    problems += shelved.problems
    patch = Patch(shelved.trees, shelved.index.reporting([]), problems)
    patch.apply(tree.get("changes"))
    if not patch.touched:
        return patch, shelved.models, shelved.index.reporting(problems)
    index = Index(patch.trees, problems, frozenset(patch.removed))
    return patch, {**shelved.models, **_models(patch.trees, patch.touched | {"record"}, index)}, index


def _options(tree: Map, index: Index) -> None:
    """Refuses answers that the decision does not have."""
    changes = tree.get("changes")
    for change in changes if isinstance(changes, Seq) else ():
        body = change.get("choose") if isinstance(change, Map) else None
        if not isinstance(body, Map) or not isinstance(body.get("option"), str):
            continue
        decision: dict[str, Any] = index.ids["decision"].get(str(body.get("decision"))) or {}
        options = decision.get("options")
        known = [str(option.get("id")) for option in options or () if isinstance(option, Map)]
        if known and body["option"] not in known:
            message = f"'{body['decision']}' has no option '{body['option']}'"
            hint = near(body["option"], known) or f"it has {', '.join(known)}"
            index.add(body.file, body.where["option"][1], message, hint, "option")


def _no_theatre(shelf: Shelf, name: str, file: str, line: int, column: int) -> Problem:
    return Problem(file, line, column, f"there is no theatre '{name}'", near(name, shelf.theatre_names()), "theatre")


def theatre_of(folder: Path, models: dict[str, Any]) -> Theatre:
    """A theatre from the models of its files; an absent file of the book counts as a problem before this."""
    sides = models["sides"]
    return Theatre(
        id=folder.name,
        folder=folder,
        map=models["map"],
        rivers=models["rivers"].rivers,
        lakes=models["rivers"].lakes,
        routes=models["routes"].routes,
        places=models["places"].places,
        provinces=models["provinces"].provinces,
        powers=sides.powers,
        armies=sides.forces,
        sides=sides.sides,
        units=models["units"].units,
        sources=models["sources"].sources,
        assumptions=models["assumptions"].chapters,
        means=models["means"],
    )
