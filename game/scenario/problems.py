"""Mistakes in files, said so that their author can mend them: where, what, and the nearest known word."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

SHOWN = 20
HINTED = 200
"""Beyond so many problems of a file nobody reads hints, and finding them takes long."""
EXCERPTS = 6
"""Up to so many problems are shown with the line that they are about."""


class Problem(NamedTuple):
    """One mistake. `line` and `column` count from 1; `kind` groups likes; a warning does not keep it from loading."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    kind: str = ""
    warning: bool = False

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        text = f"{self.message}{hint}"
        return f"{self.file}:{self.line}:{self.column}  {text if len(text) <= 400 else text[:397] + '...'}"


class ScenarioError(Exception):
    """A scenario that cannot be loaded, with all its problems."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = ordered(problems)
        super().__init__("\n".join(report(self.problems)))


def ordered(problems: Iterable[Problem]) -> list[Problem]:
    """Each once, by file and position."""
    return sorted(set(problems), key=lambda problem: (problem.warning, *problem[:4]))


def near(word: object, known: Iterable[str]) -> str:
    """A 'did you mean' with the nearest known word, or nothing."""
    text = str(word)
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.lower(), name)
    found = difflib.get_close_matches(text.lower(), folded, 1, 0.6)
    return f"did you mean '{folded[found[0]]}'?" if found else ""


def excerpt(problem: Problem, width: int = 100) -> list[str]:
    """The line of the file and a caret below it, or nothing if there is no such line to show."""
    if problem.kind == "file":
        return []
    try:
        lines = Path(problem.file).read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError):
        return []
    if problem.line > len(lines):
        return []
    line = lines[problem.line - 1].replace("\t", " ")
    start = max(0, problem.column - width * 2 // 3)
    before = line[start : problem.column - 1]
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in before)
    return [f"    {line[start : start + width].rstrip()}", "    " + " " * (len(before) + wide) + "^"]


def report(problems: Sequence[Problem], shown: int = SHOWN) -> list[str]:
    """Lines to print: by file and position, at most `shown` of them, the rest counted by kind."""
    if len(problems) <= EXCERPTS:
        return [line for problem in problems for line in (str(problem), *excerpt(problem))]
    if len(problems) <= shown:
        return [str(problem) for problem in problems]
    by_kind = sorted(problems, key=lambda problem: problem.kind)
    groups = [list(group) for _, group in groupby(by_kind, key=lambda problem: problem.kind)]
    groups.sort(key=lambda group: (group[0].warning, len(group)))
    lines, room = [], shown
    for position, group in enumerate(groups):
        if room <= 0:
            lines.append(f"and {sum(len(rest) for rest in groups[position:])} of other kinds")
            break
        fair = max(1, room // (len(groups) - position))
        lines += [str(problem) for problem in group[:fair]]
        if len(group) > fair:
            lines.append(f"    and {len(group) - fair} of the same kind")
        room -= min(fair, len(group))
    return lines
