"""The score card for people."""

from __future__ import annotations

from typing import Any

Card = dict[str, Any]

ORIGIN = {"record": " ", "interpolated": "~", "given": "+"}
SKILLS = {
    "front": "front, against staying put",
    "front_at_30_days": "the same at 30 days",
    "against_orders_only": "front, against marching the orders",
    "dates": "dates, against never",
}


def lines(card: Card) -> list[str]:
    """The card, line by line; `~` marks a front between two recorded ones, `+` one from a file of the user."""
    out = [
        f"{card['from']} to {card['to']}, {card['worlds']} worlds; {card['script_share']:.0%} of division-days stood "
        "under orders of the record",
        "",
        f"{'front':12} days    error km (p10-p90)   stays  orders only  staffs   Brier",
        *(_front(row) for row in card["fronts"]),
        "",
        f"{'place':20} {'recorded':10}  {'to':4}  {'median':10}  {'share':>5}  {'CRPS days':>9}  inside",
        *(_control(row) for row in card["control"]),
        "",
        f"{'men':15} {'recorded':>9}  {'simulated':>9}",
        *(_men(row) for row in card["strengths"]),
        "",
        "skill (1 perfect, 0 as good as the baseline)",
        *(f"  {said:36} {_figure(card['skill'][name])}" for name, said in SKILLS.items()),
    ]
    if card.get("controls"):
        out += ["", "controls", *(_check(row) for row in card["controls"])]
    return [*out, "", *card["warnings"]]


def _front(row: Card) -> str:
    error = row["error_km"]
    band = f"{error['mean']:.1f} ({error['p10']:.0f}-{error['p90']:.0f})"
    marched, free = ("-" if row[name] is None else f"{row[name]:.1f}" for name in ("orders_only_km", "free_km"))
    return (
        f"{row['date']} {ORIGIN[row['origin']]} {row['days_ahead']:4}  {band:>20}  {row['persistence_km']:6.1f}  "
        f"{marched:>11}  {free:>6}  {row['brier']:6.3f}"
    )


def _control(row: Card) -> str:
    bands = "/".join(level for level, hit in row["inside"].items() if hit) or "none"
    return (
        f"{row['place'][:20]:20} {row['date']}  {row['to']:4}  {row['simulated_median'] or 'never':10}  "
        f"{row['happened_share']:5.0%}  {row['crps_days']:9.1f}  {bands}"
    )


def _men(row: Card) -> str:
    simulated = row["simulated"]["mean"]
    return f"{row['date']} {row['side']:4} {row['recorded']:9,}  {simulated:9,.0f}  {row['relative_error']:+.0%}"


def _figure(value: float | None) -> str:
    return "nothing moved" if value is None else f"{value:+.2f}"


def _check(row: Card) -> str:
    return f"  {'holds' if row['holds'] else 'FAILS'}  {row['share']:4.0%} of {row['worlds']} worlds  {row['sentence']}"
