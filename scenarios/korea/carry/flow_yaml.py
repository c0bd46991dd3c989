"""Writes YAML that a person can read: one record after the other, flow style, lines of at most 150 characters."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

WIDTH = 150
_PLAIN = re.compile(r"[A-Za-z가-힣\u4e00-\u9fff(][\w가-힣 .()/+%;'’–-]*")
_RESERVED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"}


def scalar(value: Any) -> str:
    """One value as YAML 1.2 text, quoted only where it must be."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | datetime.date):
        return str(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED and not text.endswith(" "):
        return text
    return "'" + text.replace("'", "''") + "'"


def flow(value: Any) -> str:
    """A value in flow style on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return scalar(value)


def _long_list(key: str, items: Sequence[Any], indent: str) -> str:
    """A list of mappings, one to a line, under its key."""
    head = f"{indent}{key}: ["
    pad = "\n" + " " * len(head)
    return head + ("," + pad).join(flow(item) for item in items) + "]"


def record(entry: Mapping[str, Any]) -> str:
    """One record as an item of a block list: short keys share lines, lists of mappings get a line an item."""
    lines: list[str] = []
    line = ""
    for key, value in entry.items():
        if isinstance(value, list) and len(value) > 1 and isinstance(value[0], Mapping):
            if line:
                lines.append(line)
            line = ""
            lines.append(_long_list(key, value, "   "))
            continue
        piece = f"{key}: {flow(value)}"
        if line and len(line) + len(piece) + 2 > WIDTH:
            lines.append(line)
            line = ""
        line = f"{line}, {piece}" if line else "   " + piece
    if line:
        lines.append(line)
    return "- {" + ",\n".join(lines).lstrip() + "}\n"


def document(header: Sequence[str], sections: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """A whole file: comment lines, the format version, then each section as a block list."""
    text = "".join(f"# {line}\n" for line in header) + "format: 1\n"
    for name, entries in sections.items():
        text += f"{name}:\n" + "".join(record(entry) for entry in entries)
    return text
