"""The user's folder, the files that came with the game, and the few preferences."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def asset(name: str) -> Path:
    """A file that ships with the game, by its path under `assets/`; FileNotFoundError names it."""
    for root in (_HERE / "_data" / "assets", _HERE.parent / "assets"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"the game's own file assets/{name} is missing")


def user_folder() -> Path:
    """Where a player's own files live: `P38_HOME`, else the platform's place. Not made here."""
    chosen = os.environ.get("P38_HOME")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Parallel38"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Parallel38"
    return Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local" / "share"))) / "parallel38"


DEFAULTS: dict[str, object] = {"text_percent": 100, "window": [1280, 800]}


def preferences() -> dict[str, object]:
    """The player's preferences over the defaults; a file that cannot be read counts as empty."""
    try:
        found = json.loads((user_folder() / "preferences.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    known = {k: v for k, v in found.items() if k in DEFAULTS} if isinstance(found, dict) else {}
    return {**DEFAULTS, **known}


def remember(**changed: object) -> None:
    """Store preferences; a folder that cannot be written is no reason to stop a game."""
    folder = user_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({**preferences(), **changed}, indent=1)
        (folder / "preferences.json").write_text(text, encoding="utf-8")
    except OSError:
        return
