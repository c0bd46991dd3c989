"""The score card of a hindcast."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np

from game.hindcast import scores
from game.hindcast.facts import MONTH, MONTH_SLACK, Facts, FrontFact, PlaceFact
from game.hindcast.worlds import Forecast

SIDES = ("dprk", "un")
Card = dict[str, Any]


def score(facts: Facts, forecast: Forecast, marched: Forecast | None = None, free: Forecast | None = None) -> Card:
    """The card: fronts, control, strengths, skill, warnings.

    Baselines beside persistence: `marched` are worlds of orders only, `free` worlds under the staffs of both sides.

    `kind` says of each fact whether the worlds were given it (input) or had to find it (output); strengths are mixed,
    because the arrival of men is given and their loss is not. Only outputs enter the skill.
    """
    fronts = [_front(fact, facts, forecast, marched, free) for fact in facts.fronts]
    control = [_control(fact, facts, forecast) for fact in facts.places]
    strengths = [row for fact in facts.fronts if fact.origin == "record" for row in _strengths(fact, facts, forecast)]
    skill, month = _skill(fronts, control, facts)
    return {
        "from": facts.first.isoformat(),
        "to": facts.last.isoformat(),
        "worlds": int(forecast.owners.shape[0]),
        "script_share": round(forecast.script_share, 3),
        "fronts": fronts,
        "control": [row["shown"] for row in control],
        "strengths": strengths,
        "skill": skill,
        "at_30_days": month,
        "coverage": _coverage([row["shown"] for row in control]),
        "warnings": _warnings(skill, fronts),
        "unscored": list(facts.unscored),
    }


def _front(
    fact: FrontFact, facts: Facts, forecast: Forecast, marched: Forecast | None, free: Forecast | None
) -> Card:
    def errors(owners: scores.Owners) -> scores.Numbers:
        return scores.front_error(owners, fact.owner, facts.counted, fact.front_km)

    def baseline(worlds: Forecast | None) -> float | None:
        if worlds is None:
            return None
        return round(float(errors(worlds.owners[:, worlds.dates.index(ahead)]).mean()), 2)

    ahead = facts.ahead(fact.date)
    owners = forecast.owners[:, forecast.dates.index(ahead)]
    still = facts.opening[None]
    return {
        "date": fact.date.isoformat(),
        "days_ahead": ahead,
        "error_km": scores.spread(errors(owners)),
        "persistence_km": round(float(errors(still)[0]), 2),
        "orders_only_km": baseline(marched),
        "free_km": baseline(free),
        "brier": round(scores.brier(owners, fact.owner, facts.counted), 4),
        "brier_persistence": round(scores.brier(still, fact.owner, facts.counted), 4),
        "front_km": round(fact.front_km),
        "origin": fact.origin,
        "kind": "output",
    }


def _control(fact: PlaceFact, facts: Facts, forecast: Forecast) -> Card:
    """`shown` for the card, and the two errors in days that the skill of dates is made of."""
    first_day = forecast.taken[:, forecast.hexes.index(fact.hex), fact.side]
    days, happened = scores.when(first_day, facts.length), facts.ahead(fact.date)
    middle, error = scores.median_day(first_day), scores.crps(days, happened)
    shown = {
        "place": fact.place,
        "date": fact.date.isoformat(),
        "to": SIDES[fact.side],
        "happened_share": round(float((first_day >= 0).mean()), 3),
        "simulated_median": _date(facts, middle),
        "crps_days": round(error, 2),
        "inside": scores.inside(days, happened),
        "doubt_days": fact.doubt,
        "origin": fact.origin,
        "kind": "output",
    }
    return {"shown": shown, "error": error, "never": 1.5 * facts.length - happened}


def _date(facts: Facts, day: int | None) -> str | None:
    return None if day is None else (facts.first + datetime.timedelta(days=day)).isoformat()


def _strengths(fact: FrontFact, facts: Facts, forecast: Forecast) -> list[Card]:
    men = forecast.men[:, forecast.dates.index(facts.ahead(fact.date))].astype(np.float64)
    rows = []
    for side, name in enumerate(SIDES):
        share = men[:, side] / fact.men[side] - 1.0 if fact.men[side] else np.full(len(men), np.nan)
        rows.append(
            {
                "date": fact.date.isoformat(),
                "side": name,
                "recorded": fact.men[side],
                "simulated": scores.spread(men[:, side]),
                "relative_error": round(float(share.mean()), 3),
                "kind": "mixed",
            }
        )
    return rows


def _skill(fronts: list[Card], control: list[Card], facts: Facts) -> tuple[Card, Card | None]:
    """The four figures (1 perfect, 0 no better than the baseline, None where nothing moved), and the day-30 case."""
    drawn = [row for row in fronts if row["origin"] != "interpolated"]
    moved = [row for row in drawn if row["persistence_km"] >= scores.WORTH_KM]
    marched = [row for row in moved if row["orders_only_km"] is not None]
    near = [row for row in fronts if abs(row["days_ahead"] - MONTH) <= MONTH_SLACK]
    month = min(near, key=lambda row: (row["origin"] != "record", abs(row["days_ahead"] - MONTH)), default=None)
    found = {
        "front": scores.skill([_mean(r) for r in drawn], [r["persistence_km"] for r in drawn], scores.WORTH_KM),
        "front_at_30_days": scores.skill([_mean(month)], [month["persistence_km"]], scores.WORTH_KM) if month else None,
        "against_orders_only": scores.skill([_mean(r) for r in marched], [r["orders_only_km"] for r in marched]),
        "dates": scores.skill([row["error"] for row in control], [row["never"] for row in control]),
    }
    return {name: None if value is None else round(value, 3) for name, value in found.items()}, month


def _mean(row: Card) -> float:
    return float(row["error_km"]["mean"])


def _coverage(control: list[Card]) -> Card:
    """Share of the recorded dates that lie in each band; right is the number of the band."""
    bands = {str(level): [row["inside"][str(level)] for row in control] for level in scores.LEVELS}
    return {level: round(sum(hits) / len(hits), 2) if hits else None for level, hits in bands.items()}


BELOW = {
    "front": "the front is forecast worse than by assuming that it stays where it was",
    "front_at_30_days": "after 30 days the front is forecast worse than by assuming that it stays where it was",
    "against_orders_only": "the front is forecast worse than by marching the orders without any fighting",
    "dates": "the dates of places are forecast worse than by assuming that none changes hands",
}


def _warnings(skill: Card, fronts: list[Card]) -> list[str]:
    """What must be said aloud: skill below zero, fronts that staying put would have forecast better."""
    below = [f"skill below zero: {BELOW[name]}" for name, value in skill.items() if value is not None and value < 0]
    worse = [
        f"{row['date']}: {_mean(row):.0f} km off; a front that stays would be {row['persistence_km']:.0f} km off"
        for row in fronts
        if _mean(row) > row["persistence_km"]
    ]
    return [*below, *worse, "one war is one sample: these figures say how this model does on this war"]
