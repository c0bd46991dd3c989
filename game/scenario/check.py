"""`check`: every mistake and warning in scenarios, theatres and loose files, and how far the record is sourced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel

from game.scenario.links import Index, follow
from game.scenario.lint import lint_record, lint_scenario
from game.scenario.loading import MODELS, Scenario, Shelved, load, shelve, theatre_of
from game.scenario.problems import Problem, ScenarioError, near, ordered, report
from game.scenario.shapes import fit, keys_of
from game.scenario.shelf import LISTS, Shelf, gather, is_file, scenario_name, shown, yaml_files
from game.schema.book import Assumption
from game.schema.record import Decision, RecordBook, RecordFile
from game.schema.scenario import ScenarioFile
from game.schema.theatre import Place
from game.schema.values import Sourced

DEFAULT_THEATRE = "korea"


class Coverage(NamedTuple):
    """How many facts of a kind there are, how many name a source, and their basis."""

    what: str
    facts: int
    sourced: int
    basis: dict[str, int]


class Report(NamedTuple):
    """What was looked at (a line each), what is wrong, how far theatres are sourced."""

    looked: list[str]
    problems: list[Problem]
    coverage: dict[str, list[Coverage]]

    @property
    def mistakes(self) -> int:
        return sum(not problem.warning for problem in self.problems)

    @property
    def exit_code(self) -> int:
        """1 if there is any mistake; warnings do not count."""
        return int(self.mistakes > 0)


def check(names: Sequence[str] = (), roots: Sequence[Path] | None = None) -> Report:
    """Checks scenarios (id or file), theatres (folder or any file of it) and loose files; without names, everything."""
    shelf = Shelf(list(roots) if roots is not None else None)
    found = Report([], [], {})
    if not names:
        for path in shelf.scenario_files():
            _scenario(shelf, path, found)
        for name in shelf.theatre_names():
            _theatre(shelf, shelf.theatre_folder(name), found)
    for name in names:
        _named(shelf, name, found)
    return found._replace(problems=ordered(found.problems))


def _named(shelf: Shelf, name: str, found: Report) -> None:
    """Checks what a name on the command line means."""
    path = Path(name)
    folder = next((one for one in (path, *path.resolve().parents) if is_file(one / "map.yaml")), None)
    inside = shelf.scenario_path(name)
    if folder is not None:
        _theatre(shelf, folder, found)
    elif inside is not None and (model := _loose(shelf, inside)) is not None:
        _fragment(shelf, inside, model, found)
    elif inside is not None:
        _scenario(shelf, inside, found)
    elif inner := yaml_files(path):
        for one in inner:
            _named(shelf, str(one), found)
    elif shelf.theatre_folder(name) is not None:
        _theatre(shelf, shelf.theatre_folder(name), found)
    else:
        known = [*map(scenario_name, shelf.scenario_files()), *shelf.theatre_names()]
        found.problems.append(Problem(name, 1, 1, f"there is no scenario or file '{name}'", near(name, known), "file"))


def _loose(shelf: Shelf, path: Path) -> Any:
    """The model of a file that is neither a scenario nor in a theatre, by its name or its keys; None for a scenario."""
    tree: Any = shelf.tree(path) or {}
    if "theatre" in tree or "extends" in tree or "period" in tree:
        return None
    if path.stem in MODELS:
        return MODELS[path.stem]
    if any(name in tree for name in LISTS):
        return RecordFile
    best = max(MODELS.values(), key=lambda model: _shared(model, tree))
    return best if _shared(best, tree) > _shared(ScenarioFile, tree) else None


def _shared(model: type[BaseModel], tree: Any) -> int:
    return len({key for key in keys_of(model) if key in tree} - {"format"})


def _fragment(shelf: Shelf, path: Path, model: Any, found: Report) -> None:
    """Checks a file by itself, its references against the default theatre and itself."""
    problems = list(shelf.problems.get(path, []))
    tree, folder = shelf.tree(path), shelf.theatre_folder(DEFAULT_THEATRE)
    if tree is not None and folder is not None:
        trees, _ = gather(shelf, folder)
        index = Index(trees, []).reporting(problems)
        index.welcome(next((name for name, known in MODELS.items() if known is model), "record"), tree)
        follow(index, model, tree)
    if tree is not None:
        fit(model, tree, problems)
    found.looked.append(f"{shown(path)}  {model.__name__}")
    found.problems.extend(problems)


def _scenario(shelf: Shelf, path: Path, found: Report) -> None:
    """Checks a scenario; the record too if it changes that."""
    try:
        scenario = load(path, shelf=shelf)
    except ScenarioError as error:
        found.looked.append(f"{shown(path)}  has mistakes")
        found.problems.extend(error.problems)
        return
    found.looked.append(f"{shown(path)}  {scenario.title.en}: {_size(scenario)}")
    found.problems.extend(lint_scenario(scenario))
    if scenario.book is not shelve(shelf, scenario.theatre.folder).models["record"]:
        found.problems.extend(lint_record(scenario.theatre, scenario.book, scenario.trees["record"]))


def _size(scenario: Scenario) -> str:
    turns = scenario.period.turn_days()
    changes = f", {_counted(scenario.changes, 'change')} to {scenario.extends}" if scenario.extends else ""
    return f"{sum(turns)} days in {len(turns)} turns, {_counted(len(scenario.decisions), 'decision')}{changes}"


def _theatre(shelf: Shelf, folder: Path | None, found: Report) -> None:
    """Checks a theatre book and its record, and counts sources."""
    if folder is None:
        return
    shelved = shelve(shelf, folder)
    found.problems.extend(shelved.problems)
    book = shelved.models.get("record")
    if shelved.problems or not isinstance(book, RecordBook):
        found.looked.append(f"{shown(shelved.folder)}  has mistakes")
        return
    counts = ", ".join(f"{len(getattr(book, listed))} {listed}" for listed in LISTS if getattr(book, listed))
    found.looked.append(f"{shown(shelved.folder)}  theatre: {counts}")
    found.problems.extend(lint_record(theatre_of(folder, shelved.models), book, shelved.trees["record"]))
    found.coverage[folder.name] = coverage(shelved)


def coverage(shelved: Shelved) -> list[Coverage]:
    """Sources and basis of every fact of a theatre, by kind."""
    facts: dict[str, list[tuple[bool, str]]] = {}
    for name, model in shelved.models.items():
        if model is not None:
            for kind, sourced, basis in _facts(model, name):
                facts.setdefault(kind, []).append((sourced, basis))
    return [
        Coverage(kind, len(rows), sum(sourced for sourced, _ in rows), dict(Counter(basis for _, basis in rows)))
        for kind, rows in facts.items()
    ]


def _facts(value: Any, kind: str) -> Iterator[tuple[str, bool, str]]:
    """Every fact in a model: its kind, whether it names a source, its basis."""
    if isinstance(value, Sourced):
        yield kind, bool(value.source), value.basis
    elif isinstance(value, Assumption):
        yield "assumptions", value.source is not None, value.basis
    elif isinstance(value, Place):
        yield "places", True, value.basis
    elif isinstance(value, Decision):
        yield kind, bool(value.sources), value.basis
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if isinstance(inner, list | dict | BaseModel):
                yield from _facts(inner, f"{kind} {name}" if kind in MODELS and kind != "record" else name)
    elif isinstance(value, list | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            if isinstance(inner, list | dict | BaseModel):
                yield from _facts(inner, kind)


def lines(found: Report) -> list[str]:
    """The report as text."""
    text = [*found.looked]
    for theatre, kinds in found.coverage.items():
        text += ["", *_coverage_lines(theatre, kinds)]
    if found.problems:
        text += ["", *report(found.problems)]
    warnings = len(found.problems) - found.mistakes
    return [*text, "", f"{_counted(found.mistakes, 'mistake')}, {_counted(warnings, 'warning')}"]


def _coverage_lines(theatre: str, kinds: list[Coverage]) -> Iterator[str]:
    facts = sum(kind.facts for kind in kinds)
    sourced = sum(kind.sourced for kind in kinds)
    yield f"{theatre}: {sourced} of {facts} facts name a source ({_percent(sourced, facts)})"
    whole = Coverage("all", facts, sourced, dict(sum((Counter(kind.basis) for kind in kinds), Counter[str]())))
    for kind in [whole, *kinds]:
        basis = ", ".join(f"{name} {_percent(count, kind.facts)}" for name, count in sorted(kind.basis.items()))
        yield f"  {kind.what:20} {kind.facts:5}   sourced {_percent(kind.sourced, kind.facts):>5}   {basis}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part // whole} %" if whole else "-"


def _counted(number: int, what: str) -> str:
    return f"no {what}s" if number == 0 else f"{number} {what}{'s' if number != 1 else ''}"


def as_json(found: Report) -> dict[str, Any]:
    """The report as plain values."""
    return {
        "looked": found.looked,
        "mistakes": found.mistakes,
        "problems": [problem._asdict() for problem in found.problems],
        "coverage": {name: [kind._asdict() for kind in kinds] for name, kinds in found.coverage.items()},
    }
