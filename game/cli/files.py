"""`check` and `schema`: for whoever writes scenarios."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from game.scenario import check as checks
from game.scenario import reference, roots


def add_check(command: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    command.add_argument(
        "files", nargs="*", metavar="FILE", help="scenario (id or file), theatre, or file of it; else all"
    )
    command.add_argument("--json", action="store_true", help="problems and coverage as JSON")
    command.set_defaults(run=check)


def check(arguments: argparse.Namespace) -> int:
    """Prints every mistake and warning and the coverage of sources; 1 if there is a mistake."""
    found = checks.check(arguments.files)
    print(json.dumps(checks.as_json(found), indent=1) if arguments.json else "\n".join(checks.lines(found)))
    return found.exit_code


def add_schema(command: argparse.ArgumentParser) -> None:
    """Arguments of `schema`."""
    command.add_argument("--of", default="scenario", choices=reference.FILES, help="which file (default: scenario)")
    command.add_argument("--out", type=Path, metavar="FILE", help="write it there")
    command.add_argument("--json", action="store_true", help="no difference: a schema is JSON")
    command.add_argument("--write", action="store_true", help="renew schema.json and README.md beside the scenarios")
    command.set_defaults(run=schema)


def schema(arguments: argparse.Namespace) -> int:
    """Prints or writes the editor schema; --write renews the reference page too. 1 if it cannot be written."""
    folder = roots()[-1]
    files = {arguments.out: reference.schema_json(arguments.of)} if arguments.out else {}
    if arguments.write:
        files[folder / "schema.json"] = reference.schema_json()
        files[folder / "README.md"] = reference.reference_markdown()
    for path, text in files.items():
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            print(f"{path} cannot be written: {error.strerror}")
            return 1
    if not files:
        print(reference.schema_json(arguments.of), end="")
    return 0
