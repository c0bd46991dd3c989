"""Opens the window on the first screen, or straight on a scenario."""

from __future__ import annotations

from game.ui.app import App, NoDisplayError
from game.ui.screens.map import MapScreen
from game.ui.screens.start import StartScreen
from game.ui.session import open_game

__all__ = ["NoDisplayError", "run_window"]


def run_window(scenario: str | None = None, seed: int = 1, size: tuple[int, int] | None = None) -> None:
    """Until the window is closed. Raises NoDisplayError, and ScenarioError for the scenario named."""
    app = App(size)
    app.go(StartScreen(app))
    if scenario is not None:
        app.go(MapScreen(app, open_game(scenario, seed)))
    app.run()
