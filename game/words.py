"""Every sentence and label that a person sees: in the window, in the terminal front end, in the chronicle.

`text(key, ...)` looks the English up, hands it to gettext and fills in the values, so a translation is a message
catalogue and nothing else. Dates and numbers have functions of their own because languages order them differently.
"""

from __future__ import annotations

import datetime
import gettext

_catalogue: gettext.NullTranslations = gettext.NullTranslations()

ENGLISH = {
    "title": "Parallel 38",
    "title_compiling": "Parallel 38 - compiling the rules; weeks run faster when it is done",
    "opening": "Setting up the game ...",
    "cannot_open": "This game could not be set up: {why}",
    "briefing_head": "What they knew then",
    "aims_head": "Aims: {side}",
    "names_period": "Names of 1950",
    "names_modern": "Names of today",
    "names_hangul": "Names in Hangul",
    "names_hanja": "Names in hanja",
    "tagline": "Korea, 1945–1953. What happened, and what might have.",
    "open_map": "Open the map",
    "broken_scenario": "{count} problems: run: python main.py check {id}",
    "scenario_span": "{start} – {end} · {turns} turns",
    "no_scenarios": "No scenario was found.",
    "back": "Scenarios",
    "quit": "Quit",
    "run_turn": "Run the week",
    "run_days": "Run {days} days",
    "run_day": "Run the day",
    "running": "Being fought ...",
    "last_turn": "The end",
    "at_latest": "Run the next turn under the commanders chosen here (Enter)",
    "step_back": "One turn back ( , )",
    "step_on": "One turn on ( . )",
    "watch": "Watch this turn day by day (space)",
    "pause": "Pause (space)",
    "history": "History",
    "staff": "Staff",
    "commander_tip": "{side}: who gives the orders of the next turn",
    "ghost": "History ghost",
    "ghost_tip": "The front of the record on the same date, dashed (H)",
    "ghost_legend": "Front of the record, {date}",
    "panel": "Report",
    "panel_tip": "Show or hide the report (P)",
    "zoom_in": "Closer ( + )",
    "zoom_out": "Farther ( - )",
    "turn_of": "Turn {turn} of {last}",
    "before_first": "Opening position",
    "day_of": "day {day} of {days}",
    "verdict_head": "This turn",
    "report_head": "Day by day",
    "stack_hint": "Click again for the next below",
    "unit_detail": "{men} of {full} men · cohesion {cohesion}",
    "guns_tanks": "{guns} guns · {tanks} tanks",
    "supply_dug": "supply {supply} · dug in {dug}",
    "formation_of": "of {formation}",
    "elements": "{count} elements",
    "in_battle": "in battle",
    "held_by": "held by {side}",
    "held_by_none": "held by nobody",
    "near_place": "{km} km from {place}",
    "terrain_0": "sea",
    "terrain_1": "plain",
    "terrain_2": "hills",
    "terrain_3": "mountain",
    "terrain_4": "high mountain",
    "terrain_5": "city",
    "river_1": "river",
    "river_2": "major river",
    "river_3": "great river",
    "road_2": "main road",
    "road_1": "road",
    "rail": "railway",
    "port": "port, {tons} t a day",
    "airfield": "airfield",
    "elevation": "about {metres} m",
    "sea_japan": "EAST SEA · SEA OF JAPAN",
    "sea_yellow": "YELLOW SEA",
    "sea_strait": "Korea Strait",
    "sea_bay": "Korea Bay",
    "land_manchuria": "MANCHURIA",
    "parallel": "38th parallel",
    "scale": "{km} km",
    "help": "Keys",
    "keys_head": "Keys",
    "no_display": "There is no display to open a window on, so the game goes on as text.",
    "wrong_pygame": "The older pygame is installed: pip uninstall pygame, then pip install pygame-ce. Now as text.",
    "shot_written": "{path}: {width} x {height}, {zoom}, {date}",
    "unknown_place": "'{place}' is not a place of this theatre; did you mean {near}?",
    "unknown_place_plain": "'{place}' is not a place of this theatre.",
    "text_prompt": "[r]un  [b]ack  [n]ext  [m]ap  [u]nits  [h]istory  [c]ommander SIDE history|staff  [q]uit > ",
    "text_history": "In the record on {date} {count} of {all} elements stood within 30 km of where they stand here.",
    "text_unknown": "'{word}' is not an order here.",
    "text_three_turns": "Nobody is at the keyboard: history plays three turns.",
    "text_end": "Left at {date}.",
    "text_map_legend": "d u: ground of the DPRK, the United Nations; D U: their troops; . nobody's land; * a city",
    "text_commanders": "Orders of the next turn: {list}",
    "told_at": "at {place}",
    "told_near": "{km} km {direction} of {place}",
    "told_taken": "{side} takes {places}.",
    "told_of": "{regiment} of the {division}",
    "told_battle": "{who} attacks {where}.",
    "told_won": "{who} breaks in {where}.",
    "told_retreat": "{who} gives way {where}.",
    "told_broke": "{who} breaks {where}, {men} men lost.",
    "told_destroyed": "{who} is destroyed {where}.",
    "told_arrived": "{who} arrives {where}.",
    "told_left": "{who} leaves the theatre.",
    "told_starving": "{who} is cut off {where}.",
    "told_decided": "{decision}: {option}.",
    "told_quiet": "Nothing of note along the front.",
    "told_and": "{first} and {last}",
    "told_moved": "The front moved {km} km to the {direction} on average.",
    "told_stood": "The front hardly moved.",
    "told_losses": "{side} lost {men} men",
    "told_losses_known": "{side} lost {men} men (record: about {record})",
    "told_places": "{side} took {places}.",
    "told_no_places": "No place of importance changed hands.",
    "text_commander_usage": "c SIDE history|staff; sides: {sides}",
}

KEYS = (
    ("Enter", "run the next turn"),
    (", and .", "one turn back, one turn on"),
    ("[ and ]", "one day back, one day on"),
    ("Space", "watch the turn day by day, pause"),
    ("H", "history ghost: the front of the record on this date"),
    ("P", "show or hide the report"),
    ("+ and -", "closer, farther (or the wheel)"),
    ("Arrows", "move the map (or drag it)"),
    ("Home", "look at the war"),
    ("1, 2, 3", "theatre, operational, close"),
    ("N", "place names: 1950, today, Hangul, hanja"),
    ("Tab", "next button; Enter presses it"),
    ("Ctrl + and -", "larger and smaller text"),
    ("F1", "these keys"),
    ("Esc", "back"),
)

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DIRECTIONS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def speak(language: str, folder: str) -> None:
    """Take the sentences from the catalogue of a language under `folder`, English where it has none."""
    global _catalogue
    _catalogue = gettext.translation("parallel38", folder, [language], fallback=True)


def text(key: str, **values: object) -> str:
    """The sentence of a key with its values filled in; KeyError for a key that does not exist."""
    return _catalogue.gettext(ENGLISH[key]).format(**values)


def date(day: datetime.date) -> str:
    """25 June 1950."""
    return f"{day.day} {_catalogue.gettext(MONTHS[day.month - 1])} {day.year}"


def short_date(day: datetime.date) -> str:
    """25 Jun."""
    return f"{day.day} {_catalogue.gettext(MONTHS[day.month - 1])[:3]}"


def weekday(day: datetime.date) -> str:
    """Sunday."""
    return _catalogue.gettext(WEEKDAYS[day.weekday()])


def number(value: int) -> str:
    """12,400."""
    return f"{value:,}"


def run_label(days: int) -> str:
    """What the chief button says before a turn of so many days; 0: there is none."""
    key = {0: "last_turn", 1: "run_day", 7: "run_turn"}.get(days, "run_days")
    return text(key, days=days)


def share(value: float) -> str:
    """62 %."""
    return f"{round(100 * value)} %"


def key_list() -> list[tuple[str, str]]:
    """The keys and what they do, in the order of the help card."""
    return [(key, _catalogue.gettext(what)) for key, what in KEYS]
