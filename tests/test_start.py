"""main.py: a sentence for everybody who cannot start, and an environment for everybody else."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(__file__).parents[1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    folder = tmp_path / "내 게임 38"
    folder.mkdir()
    for name in ("main.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, folder)
    return folder


def start(folder: Path, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Starts main.py with an interpreter that sees no packages and a package index that nobody serves."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "P38_"))}
    dead = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-S", "main.py"], cwd=folder, env={**kept, **dead, **environment},
        capture_output=True, encoding="utf-8", timeout=200, check=False,
    )  # fmt: skip


def test_without_network_one_sentence_and_no_traceback(clone, tmp_path):
    answer = start(clone, tmp_path)
    assert answer.returncode == 2
    assert "could not be downloaded" in answer.stderr
    assert "Traceback" not in answer.stderr + answer.stdout
    assert (clone / ".venv" / "install.log").is_file()
    assert start(clone, tmp_path).returncode == 2  # the half-made environment is used again, not stumbled over


def test_a_foreign_broken_environment_is_not_touched(clone, tmp_path):
    (clone / ".venv").mkdir()
    (clone / ".venv" / "mine.txt").write_text("keep")
    answer = start(clone, tmp_path)
    assert answer.returncode == 2
    assert "remove it and start again" in answer.stderr
    assert (clone / ".venv" / "mine.txt").read_text() == "keep"


def test_old_interpreters_can_read_the_file_far_enough_for_a_sentence():
    tree = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    modern = ast.JoinedStr | ast.AnnAssign | ast.NamedExpr | ast.Match | ast.Nonlocal | ast.YieldFrom
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, modern)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert all(argument.annotation is None for argument in node.args.args)


def test_the_lock_has_hashes_and_no_addresses():
    text = main.lock_text(True)
    assert "://" not in text
    blocks = [block for block in text.replace(" \\\n", " ").splitlines() if block and not block.startswith("#")]
    assert all("==" in block and "--hash=sha256:" in block for block in blocks)
    play = main.lock_text(False)
    assert "pygame-ce==" in play
    assert "pytest==" not in play
    assert "numba==" not in main.without_optional(play)
    assert "numpy==" in main.without_optional(play)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("WARNING: Retrying (Retry(total=1)) after NewConnectionError\nERROR: No matching distribution", "downloaded"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for pygame-ce==2.5.8", "ready-made package pygame-ce"),
    ],
)
def test_the_pages_of_pip_as_one_sentence(printed, said):
    assert said in main.reason(printed, "install.log")


def test_a_folder_that_cannot_be_written_leads_to_the_cache(monkeypatch, tmp_path):
    monkeypatch.setattr(main, "writable", lambda folder: str(folder).startswith(str(tmp_path)))
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert main.environment_folder() == str(tmp_path / "parallel38" / "python{}.{}".format(*sys.version_info[:2]))
