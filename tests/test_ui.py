"""The window, without a screen: what people see fits, can be read, and does what it says."""

import io
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pygame
import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"

from game import play, settings, words
from game.ui import app as app_module
from game.ui import names, plate, shot, text, theme
from game.ui.app import App
from game.ui.screens.map import MapScreen
from game.ui.screens.start import StartScreen
from game.ui.session import Session, open_game, open_map

SCENARIO = "korea-1950-invasion"
SIZES = [(1024, 768), (1366, 768), (1920, 1080)]
PACE_S = 120.0  # a first run may have to compile


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # not by P38_HOME, which would move the compiled kernels too
    monkeypatch.setattr(settings, "user_folder", lambda: tmp_path)
    yield
    theme.set_text_percent(100)


@pytest.fixture(scope="module")
def played() -> Session:
    """A game of two turns."""
    pygame.display.init()
    pygame.font.init()
    session = open_game(SCENARIO)
    session.game.advance()
    session.game.advance()
    session.film.extend()
    return session


def window(size: tuple[int, int]) -> App:
    return App(size, hidden=True)


def key(app: App, code: int, letter: str = "", mod: int = 0) -> None:
    app.handle(pygame.event.Event(pygame.KEYDOWN, key=code, unicode=letter, mod=mod))


def move(app: App, at: tuple[int, int], rel: tuple[int, int] = (0, 0)) -> None:
    app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=rel, buttons=(0, 0, 0)))


def click(app: App, at: tuple[int, int]) -> None:
    move(app, at)
    app.handle(pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at))
    app.handle(pygame.event.Event(pygame.MOUSEBUTTONUP, button=1, pos=at))


def settle(app: App, until: object = None) -> None:
    """Let time pass until nothing moves by itself (or until a condition holds)."""
    end = time.monotonic() + PACE_S
    while time.monotonic() < end:
        app.step()
        if until() if callable(until) else not app.screens[-1].busy():
            return
        time.sleep(0.01)
    raise AssertionError("the screen never came to rest")


def assert_fits(app: App) -> None:
    """Every widget lies inside the window, is large enough for its words, and covers no other."""
    area = app.surface.get_rect()
    widgets = app.screens[-1].desk.widgets
    for w in widgets:
        name = f"{type(w).__name__} {getattr(w, 'label', '') or w.tip}"
        assert area.contains(w.rect), f"{name} reaches outside the window: {w.rect}"
        wide, high = w.needs()
        assert w.rect.w >= wide, f"{name} is cut: {w.rect.w} < {wide}"
        assert w.rect.h >= high, f"{name} is cut: {w.rect.h} < {high}"
    for i, a in enumerate(widgets):
        for b in widgets[i + 1 :]:
            assert not a.rect.colliderect(b.rect), f"{type(a).__name__} covers {type(b).__name__}"


@pytest.mark.parametrize("percent", [100, 130])
@pytest.mark.parametrize("size", SIZES)
def test_start_screen_fits(size: tuple[int, int], percent: int) -> None:
    app = window(size)
    theme.set_text_percent(min(percent, app_module.largest_text(size)))
    app.go(StartScreen(app))
    assert app.step()
    assert_fits(app)


@pytest.mark.parametrize("percent", [100, 115, 150, 200])
@pytest.mark.parametrize("size", SIZES)
def test_map_screen_fits(played: Session, size: tuple[int, int], percent: int) -> None:
    app = window(size)
    theme.set_text_percent(min(percent, app_module.largest_text(size)))
    screen = MapScreen(app, played)
    app.go(screen)
    for _ in range(2):
        screen.toggle_panel()
        for frame in (0, played.film.last):
            screen.go(frame)
            app.dirty = True
            app.step()
            assert_fits(app)
    first, second = screen.chrome.under_date()
    day = words.date(played.film.date(screen.frame))
    used = theme.width(day, theme.px(28), "serif") + theme.width(max(first, second, key=len), theme.px(13))
    assert used + theme.px(40) <= screen.menu.rect.x or size[0] <= 1366, "the date or the turn is cut"
    assert theme.width(day, theme.px(28), "serif") + theme.px(30) <= screen.menu.rect.x, "the date is cut"
    screen.toggle_keys()
    app.dirty = True
    assert app.step()


def test_text_grows_only_as_far_as_the_window_has_room() -> None:
    assert app_module.largest_text((1024, 768)) >= 115
    assert app_module.largest_text((1920, 1080)) >= 150
    app = window((1024, 768))
    app.go(StartScreen(app))
    for _ in range(8):
        key(app, pygame.K_PLUS, "+", pygame.KMOD_CTRL)
    assert theme.text_percent() == app_module.largest_text((1024, 768))
    app.step()
    assert_fits(app)
    assert settings.preferences()["text_percent"] == theme.text_percent()


def ink(letter: str, face: str) -> bytes:
    surface = theme._face(face, 32, False).render(letter, True, (0, 0, 0))
    return pygame.image.tobytes(surface, "RGBA")


def test_no_missing_glyph(played: Session) -> None:
    letters = set("".join(words.ENGLISH.values()) + "".join(what for _, what in words.key_list()))
    for p in played.map.places:
        letters |= set(p.period + p.modern + p.hangul + p.hanja)
    for unit in played.film.frames[-1].units:
        letters |= set(unit.name + unit.short)
    scenario = played.game.scenario
    letters |= set(scenario.title.en + scenario.title.ko + (scenario.briefing.en + scenario.briefing.ko))
    letters |= set("조선인민군 Ch'ŏngch'ŏn Сталин 板門店")
    for face in ("sans", "bold", "serif"):
        missing = {f: ink("\U0010fffe", f) for f in theme.FONT_FILES}
        for letter in sorted(letters - set(" \n")):
            ((used, _),) = theme._runs(face, letter)
            assert ink(letter, used) != missing[used], f"no font has a glyph for {letter!r} in {face}"


def test_sides_and_text_stand_out_from_the_ground(played: Session) -> None:
    """Contrast after WCAG of a counter with the 5 km round it, on all but the darkest twentieth of each ground."""
    board, ground = played.game.board, played.map.plate.copies[2]  # 1 px a km
    for kinds in ((1,), (2,), (3, 4), (0,)):
        under = []
        for h in np.flatnonzero(np.isin(board.terrain, kinds))[::5].tolist():
            area = pygame.Rect(0, 0, 5, 5)
            area.center = (int(board.x[h] + 352), int(562 - board.y[h]))
            if ground.get_rect().contains(area):
                under.append(tuple(pygame.transform.average_color(ground, area))[:3])
        for what, colour in {**theme.SIDE, "ink": theme.INK}.items():
            worst = np.percentile([theme.contrast(colour, ground_colour) for ground_colour in under], 5)
            assert worst >= 4.5, f"{what} on terrain {kinds}: {worst:.2f}"
    for side in theme.SIDE.values():
        assert theme.contrast(side, theme.CREAM) >= 4.5
    for pair in (
        (theme.INK, theme.PAPER),
        (theme.FAINT, theme.CARD),
        (theme.ACCENT, theme.CARD),
        (theme.CREAM, theme.ACCENT),
    ):
        assert theme.contrast(*pair) >= 4.5


def test_plate_is_muted() -> None:
    raw = pygame.Surface((64, 64), 0, 32)
    raw.fill((40, 120, 60))
    muted = plate.Plate(raw).copies[0].get_at((5, 5))
    assert theme.luminance(tuple(muted)[:3]) > theme.luminance((40, 120, 60))
    assert max(muted[:3]) - min(muted[:3]) < 80 * 0.7


def test_a_game_by_keys_and_clicks() -> None:
    app = window((1366, 768))
    app.go(StartScreen(app))
    app.step()
    key(app, pygame.K_RETURN)
    settle(app, lambda: len(app.screens) == 2)
    screen = app.screens[-1]
    assert isinstance(screen, MapScreen)
    game = screen.session.game
    settle(app)
    click(app, screen.choices[0]._option_rects()[1].center)
    assert game.commander["dprk"] == "staff"
    click(app, screen.choices[0]._option_rects()[0].center)
    assert game.commander["dprk"] == "history"

    click(app, screen.run.rect.center)
    settle(app, lambda: game.turn == 1 and screen.task is None)
    days = len(game.days(0))
    settle(app, lambda: not screen.playing)
    assert screen.frame == days == screen.film.last
    key(app, pygame.K_RETURN)
    settle(app, lambda: game.turn == 2 and screen.task is None)
    key(app, pygame.K_SPACE, " ")
    assert not screen.playing

    screen.go(screen.film.last)
    key(app, pygame.K_COMMA, ",")
    assert screen.frame == days
    key(app, pygame.K_COMMA, ",")
    assert screen.frame == 0
    key(app, pygame.K_PERIOD, ".")
    key(app, pygame.K_RIGHTBRACKET, "]")
    assert screen.frame == days + 1
    assert game.turn == 2, "looking back must not change the game"
    assert screen._rows()[0].text

    before = pygame.image.tobytes(app.surface, "RGB")
    key(app, pygame.K_h, "h")
    settle(app)
    app.step()
    assert screen.map.ghost is not None
    assert pygame.image.tobytes(app.surface, "RGB") != before
    key(app, pygame.K_h, "h")
    assert screen.map.ghost is None


@pytest.mark.parametrize("level", ["1", "2", "3"])
def test_every_level_explains_what_lies_under_the_mouse(played: Session, level: str) -> None:
    app = window((1366, 768))
    screen = MapScreen(app, played)
    app.go(screen)
    key(app, 0, level)
    s = next(
        s
        for s in screen.map.layout().standing
        if screen.map.camera.view.inflate(-80, -80).collidepoint(screen.map.screen_of(s))
    )
    app.dirty = True
    app.step()
    at = screen.map.screen_of(s)
    found = screen.map.at(at)
    assert found is not None
    click(app, at)
    assert screen.map.chosen
    assert any(row.unit for row in screen._rows()), "the list at the side does not mirror the stack"
    move(app, at)
    assert app.step()
    key(app, pygame.K_ESCAPE)
    assert not screen.map.chosen


def test_front_and_city_names_are_covered_by_no_counter(played: Session) -> None:
    app = window((1366, 768))
    screen = MapScreen(app, played)
    app.go(screen)
    key(app, 0, "2")
    laid = screen.map.layout()
    covered = 0
    for s in laid.standing:
        frame = s.counter.frame.move(s.middle[0] - s.counter.middle[0], s.middle[1] - s.counter.middle[1])
        for n in laid.names:
            if n.place.importance >= names.MAJOR:
                covered += frame.colliderect((n.box.x, n.box.y, n.box.w, n.box.h))
    assert covered <= 1
    boxes = [(n.box.x, n.box.y, n.box.w, n.box.h) for n in laid.names if n.place.importance < 5]
    for i, a in enumerate(boxes):
        assert not any(pygame.Rect(a).colliderect(b) for b in boxes[i + 1 :])


def test_zoom_keeps_the_point_under_the_mouse_and_pan_keeps_the_map(played: Session) -> None:
    app = window((1366, 768))
    screen = MapScreen(app, played)
    app.go(screen)
    screen.map.camera.step = 4
    camera, at = screen.map.camera, (400, 300)
    before = camera.to_km(*at)
    app.handle(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(0, 0, 0)))
    app.handle(pygame.event.Event(pygame.MOUSEWHEEL, y=1, x=0))
    assert np.allclose(camera.to_km(*at), before, atol=1.0)
    for _ in range(200):
        key(app, pygame.K_LEFT)
    assert camera.to_km(camera.view.left, camera.view.centery)[0] >= -353


def test_place_names_in_four_spellings(played: Session) -> None:
    app = window((1366, 768))
    screen = MapScreen(app, played)
    app.go(screen)
    seen = []
    for _ in names.MODES:
        seen.append({n.place.id: n.text for n in screen.map.layout().names}["seoul"])
        key(app, pygame.K_n, "n")
    assert seen[0] == "SEOUL"
    assert "서울" in seen
    assert screen.map.mode == "period"


def test_tab_reaches_every_widget_and_enter_presses(played: Session) -> None:
    app = window((1366, 768))
    screen = MapScreen(app, played)
    app.go(screen)
    reached = set()
    for _ in range(30):
        key(app, pygame.K_TAB)
        reached.add(id(screen.desk.focus))
    assert reached == {id(w) for w in screen.desk.widgets if w.enabled}
    screen.desk.focus = screen.ghost_button
    key(app, pygame.K_RETURN)
    assert screen.ghost
    screen.toggle_ghost()


def test_idle_screen_draws_nothing(played: Session) -> None:
    app = window((1366, 768))
    app.go(MapScreen(app, played))
    settle(app)
    app.step()
    assert not any(app.step() for _ in range(50))


def test_without_a_display_there_is_one_sentence() -> None:
    pygame.display.quit()
    with pytest.raises(app_module.NoDisplayError, match="no display"):
        App((1024, 768))
    pygame.display.init()


def test_every_word_exists_and_is_used() -> None:
    room = Path(text.__file__).parent
    sources = "".join(p.read_text(encoding="utf-8") for p in [*room.rglob("*.py"), *(room.parent / "cli").glob("*.py")])
    asked = set(re.findall(r'text\(\s*"(\w+)"', sources))
    quoted = set(
        re.findall(r"[\"'](\w+)[\"']", sources + Path(words.__file__).read_text(encoding="utf-8").split("MONTHS", 1)[1])
    )
    chronicle = (room.parent / "chronicle.py").read_text(encoding="utf-8")
    quoted |= {f"told_{key}" for key in re.findall(r"[\"'](\w+)[\"']", chronicle)}
    assert asked <= set(words.ENGLISH)
    unused = {k for k in words.ENGLISH if k not in quoted and not re.match(r"(terrain|river|road)_\d$|names_", k)}
    assert not unused, f"words that nothing says: {sorted(unused)}"


# --- the terminal front end


class Terminal(io.StringIO):
    """Somebody at a keyboard."""

    def isatty(self) -> bool:
        return True


def test_text_without_a_terminal_plays_three_turns_of_history() -> None:
    out = io.StringIO()
    assert text.run_text(play.Game.start(SCENARIO), io.StringIO(""), out) == 0
    told = out.getvalue()
    assert "38th parallel" in told
    assert told.count("== Turn") == 3
    assert "25 Jun" in told


def test_text_obeys_and_ends_with_the_input(played: Session) -> None:
    out = io.StringIO()
    game = play.Game.start("korea-1950-pusan")
    assert text.run_text(game, Terminal("c un staff\nc\nr\nb\nn\nu\nh\nnonsense\n"), out) == 0
    told = out.getvalue()
    assert game.turn == 1
    assert "un: staff" in told
    assert "'nonsense' is not an order here" in told
    assert "In the record on" in told
    assert game.commander["un"] == "staff"


# --- pictures


@pytest.mark.parametrize("zoom", ["theatre", "operational", "close"])
def test_shot(tmp_path: Path, zoom: str) -> None:
    out = tmp_path / "map.png"
    done = shot.render_shot("korea-1950-pusan", out, None, zoom, "부산", (1024, 768))
    picture = pygame.image.load(str(out))
    assert picture.get_size() == (1024, 768) == done.size
    pixels = pygame.surfarray.array3d(picture)
    assert len(np.unique(pixels.reshape(-1, 3)[::37], axis=0)) > 500


def test_shot_names_the_nearest_place(tmp_path: Path) -> None:
    with pytest.raises(shot.UnknownPlaceError, match="did you mean Taegu"):
        shot.render_shot("korea-1950-pusan", tmp_path / "x.png", None, "close", "Taegoo", (640, 480))


def test_the_ground_of_a_theatre_is_loaded_once(played: Session) -> None:
    assert open_map(played.game.theatre) is played.map
