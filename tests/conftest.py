"""A whole run of the tests compiles the kernels once, before its workers start; a single file runs without waiting."""

import pytest

from game import batch


def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        batch.compile_kernels()
