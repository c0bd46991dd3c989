"""What the map says about the place under the mouse, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from game import hexmap, words
from game.atlas.formations import Group
from game.ui.names import Place
from game.view import Picture, UnitSeen


def of_unit(unit: UnitSeen, titles: Mapping[str, str], inside: str = "") -> list[str]:
    """An element: name, strength, means, belonging (but not to what is named `inside` already)."""
    lines = [unit.name]
    above = titles.get(unit.division, "") if unit.division else ""
    corps = titles.get(unit.formation, "")
    if above and above not in (unit.name, inside):
        lines.append(words.text("formation_of", formation=above))
    if corps and not inside:
        lines.append(words.text("formation_of", formation=corps))
    lines.append(strength(unit.men, unit.men_full, unit.cohesion))
    if unit.guns or unit.tanks:
        lines.append(words.text("guns_tanks", guns=words.number(unit.guns), tanks=words.number(unit.tanks)))
    lines.append(words.text("supply_dug", supply=words.share(unit.supply), dug=words.share(unit.entrenchment)))
    if unit.fighting:
        lines.append(words.text("in_battle"))
    return lines


def strength(men: int, full: int, cohesion: float) -> str:
    """Men of table strength and cohesion, in one line."""
    return words.text("unit_detail", men=words.number(men), full=words.number(full), cohesion=words.share(cohesion))


def of_group(group: Group, title: str, titles: Mapping[str, str]) -> list[str]:
    """A division, corps or army: name, strength, what it consists of."""
    lines = [title, strength(group.men, group.men_full, group.cohesion)]
    divisions = dict.fromkeys(titles.get(u.division, u.name) if u.division else u.name for u in group.units)
    if len(divisions) > 1:
        lines += list(divisions)[:8]
    elif len(group.units) > 1:
        lines.append(words.text("elements", count=len(group.units)))
    corps = {titles.get(u.formation, "") for u in group.units} - {"", title}
    if len(corps) == 1:
        lines.append(words.text("formation_of", formation=corps.pop()))
    if group.fighting:
        lines.append(words.text("in_battle"))
    return lines


def of_hex(
    board: hexmap.Board, h: int, picture: Picture, places: Sequence[Place], sides: Mapping[str, tuple[str, str]]
) -> list[str]:
    """A hex: its places in all spellings, the ground, what crosses it, who holds it."""
    x, y = float(board.x[h]), float(board.y[h])
    here = [p for p in places if (p.x - x) ** 2 + (p.y - y) ** 2 < (hexmap.HEX_KM * 0.55) ** 2]
    lines = [_spellings(p) for p in sorted(here, key=lambda p: -p.importance)[:3]]
    if not lines and h < board.n_land:
        near = min(places, key=lambda p: (p.x - x) ** 2 + (p.y - y) ** 2)
        km = round(((near.x - x) ** 2 + (near.y - y) ** 2) ** 0.5)
        lines.append(words.text("near_place", km=km, place=near.period))
    ground = words.text(f"terrain_{int(board.terrain[h])}")
    if h < board.n_land:
        ground += ", " + words.text("elevation", metres=words.number(int(board.elevation[h])))
    lines.append(ground)
    lines += _means(board, h)
    if h < board.n_land:
        owner, names = int(picture.owner[h]), list(sides.values())
        held = 0 <= owner < len(names)
        lines.append(words.text("held_by", side=names[owner][0]) if held else words.text("held_by_none"))
    return lines


def _spellings(place: Place) -> str:
    """Pusan / Busan / 부산 / 釜山, each spelling once."""
    return " / ".join(dict.fromkeys((place.period, place.modern, place.hangul, place.hanja)))


def _means(board: hexmap.Board, h: int) -> list[str]:
    parts = []
    river, road = int(board.river[h].max()), int(board.road[h].max())
    if river:
        parts.append(words.text(f"river_{river}"))
    if road:
        parts.append(words.text(f"road_{road}"))
    if board.rail[h].max():
        parts.append(words.text("rail"))
    lines = [", ".join(parts)] if parts else []
    if board.port[h]:
        lines.append(words.text("port", tons=words.number(int(board.port[h]))))
    if board.airfield[h]:
        lines.append(words.text("airfield"))
    return lines
