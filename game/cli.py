"""The commands of `python main.py`.

Exit codes: 0 done, 1 the answer is no (a mistake was found), 2 it was not asked rightly.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import game

USED = ("numpy", "numba", "pygame-ce", "pyyaml", "pydantic", "rich", "jinja2")


class Finding(NamedTuple):
    """One line of the doctor: what was looked at, 'good' | 'note' | 'bad', and a sentence."""

    subject: str
    state: str
    sentence: str


def examine() -> list[Finding]:
    """What a person who asks for help should be able to paste."""
    return [
        Finding("python", "good", f"{platform.python_version()} ({platform.system()} {platform.machine()})"),
        *(_package(name) for name in USED),
        _screen(),
        _user_folder(),
    ]


def _package(name: str) -> Finding:
    try:
        return Finding(name, "good", importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        if name == "numba":
            return Finding(name, "note", "not here: rules run in plain Python, more slowly")
        return Finding(name, "bad", "not here: `python main.py` installs it")


def _screen() -> Finding:
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return Finding("screen", "note", "no display: the game plays as text")
    return Finding("screen", "good", "a display is announced")


def _user_folder() -> Finding:
    folder = Path(os.environ.get("P38_HOME") or Path.home())
    if os.access(folder, os.W_OK):
        return Finding("user folder", "good", str(folder))
    return Finding("user folder", "note", f"{folder} cannot be written: preferences and saves are not kept")


def doctor(arguments: argparse.Namespace) -> int:
    """Prints the findings; 1 if one of them keeps the game from running."""
    findings = examine()
    if arguments.json:
        print(json.dumps([found._asdict() for found in findings], indent=1))
    else:
        for found in findings:
            print(f"{found.state:5}  {found.subject:12} {found.sentence}")
    return int(any(found.state == "bad" for found in findings))


def parser() -> argparse.ArgumentParser:
    """The command line; a command stands here only once it works."""
    top = argparse.ArgumentParser(prog="main.py", description="Parallel 38: the war in Korea, 1945-1953.")
    top.add_argument("--version", action="version", version=f"Parallel 38 {game.__version__}")
    commands = top.add_subparsers(metavar="COMMAND", dest="command")
    one = commands.add_parser("doctor", help="say what this machine offers the game")
    one.add_argument("--json", action="store_true", help="findings as JSON")
    one.set_defaults(run=doctor)
    commands.add_parser("test", help="run the project's tests (arguments go to pytest)", add_help=False)
    return top


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; a usage error exits with 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    line = parser()
    asked = line.parse_args(list(arguments))
    if not hasattr(asked, "run"):
        line.print_help()
        return 0 if asked.command is None else 2
    return int(asked.run(asked))


def entry() -> None:
    """The `parallel38` command of an installed package."""
    sys.exit(main(sys.argv[1:]))
