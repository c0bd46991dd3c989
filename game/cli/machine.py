"""`doctor`: what this machine offers the game."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
from typing import NamedTuple

from game import kernel, settings
from game.scenario import available, roots, user_folder

USED = ("numpy", "numba", "pygame-ce", "pyyaml", "pydantic", "rich", "jinja2")
FONTS = ("fonts/Pretendard-Regular.otf", "fonts/Pretendard-Bold.otf", "fonts/ParallelSerifKR-SemiBold.ttf")


class Finding(NamedTuple):
    """One line: what was looked at, 'good' | 'note' | 'bad', and a sentence. Bad keeps the game from running."""

    subject: str
    state: str
    sentence: str


def examine() -> list[Finding]:
    """What a person who asks for help should be able to paste."""
    return [
        Finding("python", "good", f"{platform.python_version()} ({platform.system()} {platform.machine()})"),
        *(_package(name) for name in USED),
        _kernels(),
        screen(),
        _user_folder(),
        _scenarios(),
        _fonts(),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, "good", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        if name == "numba":
            return Finding(name, "note", "not here: rules run in plain Python, more slowly")
        return Finding(name, "bad", "not here: `python main.py` installs it")


def _kernels() -> Finding:
    if not kernel.available():
        return Finding("kernels", "note", "plain Python")
    if kernel.compiled_ready():
        return Finding("kernels", "good", f"compiled, in {kernel.cache_folder()}")
    return Finding("kernels", "note", "not compiled yet: the first batch of worlds does it, in a minute or two")


def has_screen() -> bool:
    """True if a window can be expected to open; without one SDL would silently draw to nowhere."""
    if os.environ.get("SDL_VIDEODRIVER") in {"dummy", "offscreen"}:
        return False
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def screen() -> Finding:
    """Whether a display is announced."""
    if has_screen():
        named = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
        return Finding("screen", "good", named or platform.system())
    return Finding("screen", "note", "no display: the game plays as text")


def _user_folder() -> Finding:
    folder = user_folder()
    above = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if os.access(above, os.W_OK):
        return Finding("user folder", "good", str(folder))
    return Finding("user folder", "note", f"{folder} cannot be written: preferences and saves are not kept")


def _scenarios() -> Finding:
    found = available()
    broken = [one.id for one in found if one.scenario is None]
    if not found:
        return Finding("scenarios", "bad", f"none found in {', '.join(map(str, roots()))}")
    if broken:
        return Finding("scenarios", "note", f"{len(found)} found, of which with mistakes: {', '.join(broken)}")
    return Finding("scenarios", "good", f"{len(found)} found")


def _fonts() -> Finding:
    missing = [name for name in FONTS if not settings.asset(name).is_file()]
    if missing:
        return Finding("fonts", "bad", f"missing: {', '.join(missing)}")
    return Finding("fonts", "good", f"{len(FONTS)} found")


def doctor(arguments: argparse.Namespace) -> int:
    """Prints the findings; 1 if one of them keeps the game from running."""
    findings = examine()
    if arguments.json:
        print(json.dumps([found._asdict() for found in findings], indent=1))
    else:
        for found in findings:
            print(f"{found.state:5}  {found.subject:12} {found.sentence}")
    return int(any(found.state == "bad" for found in findings))
