"""Times of the window in software: run `python tests/benchmark_ui.py`. Prints a table, judges nothing."""

import os
import statistics
import time
from collections.abc import Callable

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame

from game.ui.app import App
from game.ui.camera import SCALES
from game.ui.screens.map import MapScreen
from game.ui.session import open_game
from game.ui.theme import text_percent

SCENARIO = "korea-1950-invasion"
SIZE = (1600, 900)


def frames(app: App, count: int, move: Callable[[int], None]) -> list[float]:
    """Milliseconds of CPU for each frame while something moves."""
    out = []
    for k in range(count):
        move(k)
        app.dirty = True
        start = time.process_time()
        app.step()
        out.append(1000 * (time.process_time() - start))
    return out


def row(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"{name:44} median {statistics.median(ordered):6.2f}  p95 {p95:6.2f}  worst {ordered[-1]:6.2f} ms")


def main() -> None:
    start = time.perf_counter()
    app = App(SIZE, hidden=True)
    print(f"window {SIZE[0]}x{SIZE[1]}, text {text_percent()} %, opened in {time.perf_counter() - start:.2f} s")
    start = time.perf_counter()
    screen = MapScreen(app, open_game(SCENARIO))
    app.go(screen)
    app.step()
    print(f"game and ground set up and drawn in {time.perf_counter() - start:.2f} s")
    ring = [(9, 0)] * 20 + [(0, 9)] * 20 + [(-9, 0)] * 20 + [(0, -9)] * 20
    for step in (1, 3, 5, 8):
        screen.map.camera.step = step
        screen.map.camera.x, screen.map.camera.y = 0.0, -150.0
        for _ in range(40):
            app.dirty = True
            app.step()
        name = f"{screen.map.camera.level}, {SCALES[step]} px/km"
        row(f"pan, {name}, new ground", frames(app, 80, lambda k: screen.map.camera.pan(*ring[k])))
        row(f"pan, {name}, ground known", frames(app, 80, lambda k: screen.map.camera.pan(*ring[k])))
    screen.map.camera.step = 5
    row("zoom in and out", frames(app, 12, lambda k: screen._zoom(1 if k % 2 else -1)))
    game = screen.session.game
    game.advance()
    game.advance()
    screen.film.extend()
    days = screen.film.last
    row("a new day on the map", frames(app, days, lambda k: screen.go(k + 1)))
    row("days seen before", frames(app, days, lambda k: screen.go(days - k - 1)))
    idle = sum(app.step() for _ in range(200))
    print(f"frames drawn while nothing happens: {idle} of 200")


if __name__ == "__main__":
    main()
    pygame.quit()
