"""YAML text -> plain mappings, lists and scalars that remember where they stood. The one file that knows `yaml`.

Values are read by the YAML 1.2 core rules and no others: `NO`, `on`, `12:30`, `0712`, `1_000` and dates stay text.
Built from the parser's events, not from its node tree: that is faster, and the C code that builds trees crashes on
deep nesting.
"""

from __future__ import annotations

import gc
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, NoReturn, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from game.scenario.problems import Problem

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
MAX_VALUES = 400_000
MAX_EVENTS = 2 * MAX_VALUES
MAX_PROBLEMS = 500
WORDS = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NUMBER_STARTS = frozenset("0123456789+-.")
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})").fullmatch
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?").fullmatch
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Mark(Protocol):
    """Position from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


class Spot(NamedTuple):
    """A position from 0, with its file where that is not the file of what holds it."""

    line: int
    column: int
    file: str = ""


def located(file: str, mark: Mark) -> tuple[str, int, int]:
    """File, line and column (from 1) of a position in a file."""
    return getattr(mark, "file", "") or file, mark.line + 1, mark.column + 1


class Map(dict[str, Any]):
    """A mapping with the file and position of itself and of each key and value.

    `partial` says that it was joined from files of which some could not be read.
    """

    __slots__ = ("file", "mark", "partial", "where")

    def __init__(self, file: str, mark: Mark) -> None:
        self.file, self.mark, self.partial = file, mark, False
        self.where: dict[str, tuple[Mark, Mark]] = {}


class Seq(list[Any]):
    """A list with the file and position of itself and of each value."""

    __slots__ = ("file", "mark", "where")

    def __init__(self, file: str, mark: Mark) -> None:
        self.file, self.mark = file, mark
        self.where: list[Mark] = []


class Parsed(NamedTuple):
    """The tree of a file (None if it could not be read) and what is wrong with it."""

    tree: Any
    problems: list[Problem]


class _RefusedError(Exception):
    """Raised where reading cannot go on; the problem stands in the list."""


def parse(raw: bytes, file: str) -> Parsed:
    """Reads one document. Never raises: whatever the bytes are, the answer is a tree or located problems."""
    problems: list[Problem] = []
    with uncollected():
        try:
            return Parsed(_Builder(file, problems).build(_decode(raw, file, problems)), problems)
        except _RefusedError:
            return Parsed(None, problems)


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage collection meanwhile: trees and models are all alive, and looking through them costs a tenth."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _decode(raw: bytes, file: str, problems: list[Problem]) -> str:
    """Text of the file: UTF-8 without control characters, of bounded size."""
    if len(raw) > MAX_BYTES:
        problems.append(Problem(file, 1, 1, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "", "size"))
        raise _RefusedError
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        problems.append(_at_end_of(before, file, "this is not UTF-8 text", "save the file as UTF-8"))
        raise _RefusedError from None
    strange = _CONTROL.search(text)
    if strange:
        code = ord(strange.group())
        problems.append(
            _at_end_of(text[: strange.start()], file, f"a character that cannot stand in a text (code {code})")
        )
        raise _RefusedError
    return text


def _at_end_of(before: str, file: str, message: str, hint: str = "") -> Problem:
    line = before.count("\n") + 1
    return Problem(file, line, len(before) - (before.rfind("\n") + 1) + 1, message, hint, "characters")


def scalar(text: str) -> Any:
    """What an unquoted value is, by the YAML 1.2 core rules; numbers with a leading zero stay text."""
    if text in WORDS:
        return WORDS[text]
    if text[0] in _NUMBER_STARTS:
        if _INTEGER(text):
            return int(text)
        if _FLOAT(text):
            number = float(text)
            return number if math.isfinite(number) else text
    return text


def _parser(text: str) -> Any:
    """The C parser where there is one, else PyYAML's own."""
    if yaml.__with_libyaml__:
        return yaml.CLoader(text)
    return yaml.SafeLoader(text)


class _Scalars(dict[str, Any]):
    """Values of unquoted texts; the same few words fill most of a file."""

    def __missing__(self, text: str) -> Any:
        value = self[text] = scalar(text)
        return value


class _Builder:
    """Turns events into a tree with a stack of open containers; no recursion, bounded depth and size.

    `top` is the innermost open container; `key`, at `key_mark`, waits in a mapping for its value.
    """

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file, self.problems = file, problems
        self.top: Any = None
        self.key: str | None = None
        self.key_mark: Mark = Spot(0, 0)
        self.stack: list[tuple[Any, str | None, int]] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}
        self.repeated = 0
        self.documents = 0
        self.root: Any = None

    def build(self, text: str) -> Any:
        events = _parser(text)
        scalars, acts = _Scalars(), {kind: getattr(self, name) for kind, name in _ACTS.items()}
        try:
            for count in range(MAX_EVENTS):
                event = events.get_event()
                kind = type(event)
                if kind is ScalarEvent:
                    value = event.value if event.style else scalars[event.value]
                    if event.anchor is not None or event.tag is not None:
                        self.decorated(event, value)
                    self.put(value, event.start_mark)
                elif kind is StreamEndEvent:
                    return self.root
                elif kind in acts:
                    acts[kind](event, count)
        except yaml.YAMLError as error:
            self.problems.append(syntax_problem(error, text, self.file))
            raise _RefusedError from None
        return self.give_up(event.start_mark, f"more than {MAX_VALUES} values in one file")

    def put(self, value: Any, mark: Mark) -> None:
        """Adds a value to the innermost open container; in a mapping keys and values alternate."""
        top = self.top
        if type(top) is Map:
            key = self.key
            if key is None:
                self.key = value if type(value) is str and value != "<<" else self.key_text(value, mark)
                self.key_mark = mark
                return
            self.key = None
            if key in top:
                self.twice(top, key)
                return
            top[key] = value
            top.where[key] = (self.key_mark, mark)
        elif top is None:
            self.root = value
        else:
            top.append(value)
            top.where.append(mark)

    def twice(self, top: Map, key: str) -> None:
        first = top.where[key][0].line + 1
        message = f"the key '{key}' stands here a second time (first on line {first})"
        self.problem(self.key_mark, message, "keep one", "twice")

    def key_text(self, value: Any, mark: Mark) -> str:
        if value == "<<":
            self.problem(mark, "'<<' is not part of this format", "write the keys out, or use `extends`", "merge")
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list):
            self.problem(mark, "a list or mapping cannot be a key", "", "key")
            raise _RefusedError
        if value is None:
            self.problem(mark, "a key is missing before the colon", "", "key")
            return ""
        return str(value).lower() if isinstance(value, bool) else str(value)

    def open(self, event: Any, count: int) -> None:
        if event.tag is not None:
            self.no_tag(event)
        container = (Map if type(event) is MappingStartEvent else Seq)(self.file, event.start_mark)
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.put(container, event.start_mark)
        if len(self.stack) >= MAX_DEPTH:
            self.give_up(event.start_mark, f"nested more than {MAX_DEPTH} deep")
        self.stack.append((self.top, event.anchor, count + self.repeated))
        self.top = container
        self.key = None

    def close(self, event: Any, count: int) -> None:
        container = self.top
        self.top, anchor, before = self.stack.pop()
        self.key = None
        if anchor is not None:
            self.anchors[anchor] = (container, count + self.repeated - before)

    def alias(self, event: Any, count: int) -> None:
        """Repeats an anchored value; every repetition counts in full against the size of the file."""
        found = self.anchors.get(event.anchor, ())
        if found == ():
            self.problem(event.start_mark, f"'*{event.anchor}' repeats something that is not named before", "", "alias")
            self.put(None, event.start_mark)
            return
        if found is None:
            self.give_up(event.start_mark, f"'*{event.anchor}' contains itself")
        value, size = found  # type: ignore[misc]
        self.repeated += size
        if count + self.repeated > MAX_VALUES:
            self.give_up(event.start_mark, f"'*{event.anchor}' makes the file larger than {MAX_VALUES} values")
        self.put(value, event.start_mark)

    def decorated(self, event: Any, value: Any) -> None:
        if event.tag is not None and event.tag != "!":
            self.no_tag(event)
        if event.anchor is not None:
            self.anchors[event.anchor] = (value, 0)

    def document(self, event: Any, count: int) -> None:
        self.documents += 1
        if self.documents > 1:
            self.give_up(event.start_mark, "a second document begins here ('---'): one file is one document")

    def no_tag(self, event: Any) -> None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        self.problem(
            event.start_mark, f"the tag '{tag}' is not part of this format", "write the value without it", "tag"
        )

    def problem(self, mark: Mark, message: str, hint: str, kind: str) -> None:
        self.problems.append(Problem(self.file, mark.line + 1, mark.column + 1, message, hint, kind))
        if len(self.problems) >= MAX_PROBLEMS:
            raise _RefusedError

    def give_up(self, mark: Mark, message: str) -> NoReturn:
        self.problem(mark, message, "", "size")
        raise _RefusedError


_ACTS = {
    MappingStartEvent: "open",
    SequenceStartEvent: "open",
    MappingEndEvent: "close",
    SequenceEndEvent: "close",
    AliasEvent: "alias",
    DocumentStartEvent: "document",
}

_SENTENCES = (
    (
        "did not find expected key",
        "this line does not fit the mapping that begins on line {start}",
        "indent it like the keys above",
    ),
    (
        "did not find expected '-'",
        "this line does not fit the list that begins on line {start}",
        "indent it like the '-' above",
    ),
    ("did not find expected ',' or", "a comma or the closing bracket is missing in what begins on line {start}", ""),
    ("could not find expected ':'", "expected ': ' after this key", "a text over several lines needs quotes"),
    ("unexpected end of stream", "the quotation mark opened on line {start} is never closed", ""),
    ("unknown escape", "a backslash means something special in double quotes", "use single quotes"),
    ("block sequence entries are not allowed", "a list entry cannot begin here", "put the '-' on its own line"),
    ("did not find expected node content", "a value is missing before this", ""),
    ("expected <document start>", "this line does not belong to what stands above", "check its indentation"),
    ("found unexpected ':'", "a colon cannot stand here", "put the text in quotes"),
)


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The parser's complaint in plain words, with the repair where the line shows it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None) or Spot(0, 0)
    said = str(getattr(error, "problem", None) or error).strip()
    lines = text.splitlines() or [""]
    line = lines[min(mark.line, len(lines) - 1)]
    start = getattr(error, "context_mark", None) or mark
    message, hint = f"cannot be read as YAML: {said}", ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        message, hint = "a tab stands in the indentation", "use spaces"
    elif "mapping values are not allowed" in said:
        message, hint = "a second ': ' on the line", _quoting(line)
    elif "expected ',' or" in said and line[mark.column : mark.column + 2] == ": ":
        message, hint = "a second ': ' in this value", "put the text in quotes"
    elif "cannot start any token" in said:
        message, hint = f"a value cannot begin with '{line[mark.column : mark.column + 1]}'", "put it in quotes"
    else:
        for part, sentence, repair in _SENTENCES:
            if part in said:
                message, hint = sentence.format(start=start.line + 1), repair
                break
    return Problem(file, mark.line + 1, mark.column + 1, message, hint, "syntax")


def _quoting(line: str) -> str:
    """For `name: Task Force: Smith` the line with quotes."""
    key, colon, rest = line.strip().removeprefix("- ").partition(": ")
    if (colon and ": " in rest) or rest.endswith(":"):
        return f'put quotes: {key}: "{rest.strip()}"'
    return "check the indentation of this line and the one above"
