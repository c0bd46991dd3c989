"""`play` and `shot`: the game in a window or a terminal, and a picture of the map."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

from game import play, words
from game.cli.machine import has_screen
from game.ui import shot as drawing
from game.ui import text, window

ZOOMS = ("theatre", "operational", "close")
FIRST = "korea-1950-invasion"


def add_play(command: argparse.ArgumentParser) -> None:
    """Arguments of `play`."""
    command.add_argument("scenario", metavar="SCENARIO", nargs="?", help="id or path; else the window asks")
    command.add_argument("--text", action="store_true", help="in this terminal instead of a window")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="seed of all dice (1)")
    command.add_argument("--size", type=_size, metavar="WxH", help="size of the window, as 1280x800")
    command.set_defaults(run=play_game)


def add_shot(command: argparse.ArgumentParser) -> None:
    """Arguments of `shot`."""
    command.add_argument("scenario", metavar="SCENARIO", help="id or path of a scenario")
    command.add_argument("--date", type=_date, metavar="DATE", help="as 1950-08-04; else the scenario's first day")
    command.add_argument("--zoom", choices=ZOOMS, default="operational", help="level of detail")
    command.add_argument("--centre", metavar="PLACE", help="a place in any spelling; else where the war is")
    command.add_argument("--size", type=_size, default=(1600, 900), metavar="WxH", help="pixels (1600x900)")
    command.add_argument("--out", type=Path, required=True, metavar="FILE.png", help="where to write the picture")
    command.add_argument("--json", action="store_true", help="what was drawn as JSON")
    command.set_defaults(run=shot)


def play_game(asked: argparse.Namespace) -> int:
    """A window, or the terminal where there is no display."""
    if not asked.text:
        try:
            if not has_screen():
                raise window.NoDisplayError(words.text("no_display"))
            window.run_window(asked.scenario, asked.seed, asked.size)
            return 0
        except window.NoDisplayError as error:
            print(error)
    return text.run_text(play.Game.start(asked.scenario or FIRST, seed=asked.seed))


def shot(asked: argparse.Namespace) -> int:
    """Draw one picture; 1 if it cannot be drawn or written."""
    try:
        done = drawing.render_shot(asked.scenario, asked.out, asked.date, asked.zoom, asked.centre, asked.size)
    except (drawing.UnknownPlaceError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    width, height = done.size
    if asked.json:
        print(json.dumps({"file": str(done.path), "width": width, "height": height, "zoom": done.zoom,
                          "date": done.date.isoformat()}))  # fmt: skip
    else:
        print(words.text("shot_written", path=done.path, width=width, height=height, zoom=done.zoom,
                         date=words.date(done.date)))  # fmt: skip
    return 0


def _date(given: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{given}' is not a date; write it as 1950-08-04") from None


def _size(given: str) -> tuple[int, int]:
    width, _, height = given.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and 320 <= int(width) <= 8192 and 240 <= int(height) <= 8192):
        raise argparse.ArgumentTypeError(f"'{given}' is not a size; write it as 1600x900 (320x240 to 8192x8192)")
    return int(width), int(height)
