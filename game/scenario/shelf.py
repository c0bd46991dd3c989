"""Which files there are, and their trees; a file is read once per shelf."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from game.scenario.nodes import Map, Seq, Spot, parse
from game.scenario.problems import Problem, near
from game.schema.book import BOOK_FILES
from game.schema.record import RecordFile
from game.schema.theatre import THEATRE_FILES

GAME = Path(__file__).resolve().parents[1]
BOOK = (*THEATRE_FILES, *BOOK_FILES)
"""Files of a theatre beside its record/ and decisions/ folders."""
RECORD = ("record/*.yaml", "decisions/*.yaml", "figures.yaml")
"""Files of a theatre that hold lists of the record."""
LISTS = tuple(name for name in RecordFile.model_fields if name != "format")


def roots() -> list[Path]:
    """Folders with scenarios: the user's own first, then those of the game."""
    packed, checkout = GAME / "_data" / "scenarios", GAME.parent / "scenarios"
    return [user_folder() / "scenarios", packed if packed.is_dir() else checkout]


def user_folder() -> Path:
    """P38_HOME if set, else the platform's folder for a program's own files."""
    if os.environ.get("P38_HOME"):
        return Path(os.environ["P38_HOME"])
    home = Path(os.path.expanduser("~"))
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or home) / "Parallel38"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Parallel38"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "parallel38"


def is_file(path: Path) -> bool:
    """Whether there is such a file; no for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def yaml_files(folder: Path) -> list[Path]:
    """YAML files of a folder, by name; none if it is not a folder that can be looked into."""
    try:
        return sorted(folder.glob("*.yaml"))
    except OSError:
        return []


class Shelf:
    """Trees of files by path, shared by whatever is loaded together."""

    def __init__(self, folders: list[Path] | None = None) -> None:
        self.folders = roots() if folders is None else folders
        self.trees: dict[Path, Any] = {}
        self.texts: dict[Path, bytes] = {}
        self.problems: dict[Path, list[Problem]] = {}
        self.theatres: dict[Path, Any] = {}

    def tree(self, path: Path) -> Map | None:
        """The mapping in a file, or None; problems are kept by path."""
        if path not in self.trees:
            name, problems = shown(path), self.problems.setdefault(path, [])
            self.trees[path] = None
            try:
                self.texts[path] = path.read_bytes()
            except OSError as error:
                problems.append(Problem(name, 1, 1, f"cannot be opened: {error.strerror or error}", "", "file"))
                return None
            parsed = parse(self.texts[path], name)
            problems += parsed.problems
            if isinstance(parsed.tree, Map):
                self.trees[path] = parsed.tree
            elif not parsed.problems:
                problems.append(Problem(name, 1, 1, "expected keys and values such as `format: 1`", "", "file"))
        found: Map | None = self.trees[path]
        return found

    def scenario_path(self, name: str) -> Path | None:
        """File of a scenario given as a path or as an id: `id.yaml` or `id/scenario.yaml` in one of the folders."""
        given = Path(name)
        tries = [given, given / "scenario.yaml"] if given.suffix or given.name != name else [given / "scenario.yaml"]
        if given.name == name:
            plain = name.removesuffix(".yaml")
            tries += [path for one in self.folders for path in (one / f"{plain}.yaml", one / plain / "scenario.yaml")]
        return next((path for path in tries if is_file(path)), None)

    def scenario_files(self) -> list[Path]:
        """Every scenario file in the folders, the user's first; a hidden file is none."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in sorted([*folder.glob("*.yaml"), *folder.glob("*/scenario.yaml")]):
                name = scenario_name(path)
                if not name.startswith("."):
                    found.setdefault(name, path)
        return [found[name] for name in sorted(found)]

    def theatre_folder(self, name: str, beside: Sequence[Path] = ()) -> Path | None:
        """Folder of a theatre book, the one that has a map: beside one of these files, or in the folders."""
        folders = [folder for path in beside for folder in (path.parent, path.parent.parent)] + self.folders
        return next((folder / name for folder in folders if is_file(folder / name / "map.yaml")), None)

    def theatre_names(self) -> list[str]:
        """Every theatre book in the folders."""
        return sorted({path.parent.name for folder in self.folders for path in folder.glob("*/map.yaml")})


def scenario_name(path: Path) -> str:
    """Id of a scenario by its file: `id.yaml` or `id/scenario.yaml`."""
    return path.parent.name if path.name == "scenario.yaml" else path.stem


def shown(path: Path) -> str:
    """A path as a person would type it here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def gather(shelf: Shelf, folder: Path) -> tuple[dict[str, Map], list[Path]]:
    """Trees of a theatre: one for each file of the book and 'record', all files of record/ and decisions/ joined."""
    paths = [folder / f"{name}.yaml" for name in BOOK]
    trees = {path.stem: tree for path in paths if (tree := shelf.tree(path)) is not None}
    parts = sorted(path for room in RECORD for path in folder.glob(room))
    record = Map(shown(folder / "record"), Spot(0, 0))
    for path in parts:
        tree = shelf.tree(path)
        if tree is None:
            record.partial = True
        else:
            join(record, tree, shelf.problems[path])
    trees["record"] = record
    return trees, paths + parts


def join(record: Map, part: Map, problems: list[Problem]) -> None:
    """Adds the lists of one file of the record to those of the others."""
    for key, value in part.items():
        spots = part.where[key]
        line, column = spots[0].line + 1, spots[0].column + 1
        if key == "format":
            if value != 1:
                problems.append(Problem(part.file, line, column, "this game reads format 1", "", "format"))
        elif key not in LISTS:
            problems.append(
                Problem(part.file, line, column, f"unknown key '{key}'", near(key, LISTS), "extra_forbidden")
            )
        elif isinstance(value, Seq):
            whole = record.setdefault(key, Seq(part.file, spots[1]))
            record.where.setdefault(key, spots)
            whole.extend(value)
            whole.where.extend(value.where)
        elif value is not None:
            problems.append(Problem(part.file, line, column, f"'{key}' is a list: lines with '- '", "", "list_type"))
