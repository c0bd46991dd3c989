"""The commands of `python main.py`. A command stands here only once it works.

Exit codes: 0 done, 1 the answer is no (a mistake was found), 2 it was not asked rightly, 130 broken off.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

import game
from game.cli import files, machine, window, worlds
from game.scenario import ScenarioError, report

Adder = Callable[[argparse.ArgumentParser], None]


def _doctor(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="findings as JSON")
    command.set_defaults(run=machine.doctor)


COMMANDS: tuple[tuple[str, str, Adder], ...] = (
    ("play", "play in a window, or in this terminal (what happens without a command)", window.add_play),
    ("shot", "draw the map of a date as PNG", window.add_shot),
    ("run", "resolve a scenario in many worlds", worlds.add_run),
    ("hindcast", "score the model against what happened", worlds.add_hindcast),
    ("check", "find every mistake in scenarios and say how far they are sourced", files.add_check),
    ("schema", "print the scenario format for editors (JSON Schema)", files.add_schema),
    ("doctor", "say what this machine offers the game", _doctor),
)


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="main.py", description="Parallel 38: the war in Korea, 1945-1953.")
    top.add_argument("--version", action="version", version=f"Parallel 38 {game.__version__}")
    commands = top.add_subparsers(metavar="COMMAND", dest="command")
    for name, sentence, add in COMMANDS:
        add(commands.add_parser(name, help=sentence, description=sentence[0].upper() + sentence[1:] + "."))
    commands.add_parser("test", help="run the project's tests (arguments go to pytest)", add_help=False)
    return top


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code; a usage error exits with 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    line = parser()
    asked = line.parse_args(list(arguments) or ["play"])
    if not hasattr(asked, "run"):
        line.print_help()
        return 0 if asked.command is None else 2
    try:
        return int(asked.run(asked))
    except ScenarioError as error:
        print("\n".join(report(error.problems)), file=sys.stderr)
        return 1
    except worlds.UsageError as error:
        print(f"main.py {asked.command}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `... | head`
        sys.stderr.close()
        return 0


def entry() -> None:
    """The `parallel38` command of an installed package."""
    sys.exit(main(sys.argv[1:]))
