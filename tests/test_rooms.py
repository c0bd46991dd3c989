"""The architecture: who may know whom (game/__init__.py, docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

GAME = Path(__file__).parents[1] / "game"
ORDER = (
    "terms words kernel hexmap schema scenario record assumptions world orders rules staff batch setup chronicle view "
    "commanders play journal whatif hindcast fit atlas report environment settings ui cli"
).split()
RULE_WING = {"assumptions", "world", "orders", "rules", "staff", "batch"}
DATA_WING = {"schema", "scenario", "record"}
# the page of the sequence of play calls the staff every day, between intelligence and movement
MAY = {("rules/sequence.py", "staff")}
OWNERS = {"numba": "kernel", "yaml": "scenario", "pygame": "ui", "sqlite3": "journal", "dask": "whatif"}
FILES = sorted(path for path in GAME.rglob("*.py") if "_data" not in path.parts)


def room_of(path: Path) -> str:
    return path.relative_to(GAME).parts[0].removesuffix(".py")


def modules(tree: ast.AST, path: Path) -> list[str]:
    """Full names of what a tree imports; `from game.rules import dice` counts as game.rules.dice."""
    package = ("game", *path.relative_to(GAME).parts[:-1])
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [*package[: len(package) - node.level + 1]] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            names += [f"{source}.{alias.name}" for alias in node.names]
    return names


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(GAME)))
def test_room(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree, room = ast.parse(text), room_of(path)
    assert text.count("\n") <= 500, "a file of more than 500 lines: split it by what it is about"
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            hidden = [name for name in modules(function, path) if name.split(".")[0] == "game"]
            assert not hidden, f"imports of the game hidden in a function: {hidden}"
    for name in modules(tree, path):
        first, *rest = name.split(".")
        assert OWNERS.get(first, room) == room, f"only {OWNERS[first]} may import {first}"
        assert not (room in RULE_WING and first in {"random", "time", "secrets", "uuid"}), f"{first} in the rule wing"
        if first == "game" and rest and rest[0] in ORDER and (path.relative_to(GAME).as_posix(), rest[0]) not in MAY:
            assert rest[0] == room or ORDER.index(rest[0]) < ORDER.index(room), f"{room} may not know {rest[0]}"
            assert not (room in RULE_WING and rest[0] in DATA_WING), f"the rule wing may not know {rest[0]}"
            assert not (room == "ui" and rest[0] in RULE_WING), f"screens may not know {rest[0]}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and room in RULE_WING:
            assert node.attr not in {"now", "today", "utcnow"}, f"line {node.lineno}: the wall clock in the rule wing"
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            raise AssertionError(f"line {node.lineno}: an import hidden in a call")
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"np.random", "numpy.random"}:
            raise AssertionError(f"line {node.lineno}: np.random; dice come from game.rules.dice")


def test_every_room_has_its_place_in_the_order() -> None:
    assert {room_of(path) for path in FILES} <= {*ORDER, "__init__", "__main__"}
