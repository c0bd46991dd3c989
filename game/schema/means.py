"""means.yaml: what the sides draw on from outside the map: supply, aircraft, ships' guns, replacement men."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from game.schema.values import ArmyId, At, Day, Entry, Range, SideId, Sourced, Text, about


class SupplySource(Sourced):
    """A port, railhead or depot from which a side's troops are fed."""

    id: str = about("Unique name.", "pusan-port")
    name: Text = about("Label.", {"en": "Port of Pusan"})
    side: SideId = about("Side that it feeds, as long as that side holds the place.", "un")
    at: At = about("Where.", "pusan")
    kind: Literal["port", "railhead", "depot", "beach"] = about("What it is.", "port")
    tons: Range = about("What it can forward.", 9000, unit="short tons a day")


class Flow(Sourced):
    """So much a day from one date to another."""

    from_: Day = Field(alias="from", description="First day.", examples=["1950-07-01"])
    to: Day | None = about("Last day; null: to the end.", "1950-07-31", default=None)
    per_day: Range = about("How much a day.", 150)


class SideFlow(Flow):
    side: SideId = about("Side.", "un")


class ArmyFlow(Flow):
    army: ArmyId = about("Army.", "us")


class MeansFile(Entry):
    """means.yaml. Flows of the same side or army add up where their dates overlap."""

    format: Literal[1] = about("Version of the format.", 1, default=1)
    sources: list[SupplySource] = about("Where supply comes from.", [])
    sorties: list[SideFlow] = about("Air sorties over the ground war, a day of clear weather.", [], default=[])
    naval_guns: list[SideFlow] = about("Heavy guns (5 inch and more) of the ships off the coast.", [], default=[])
    replacements: list[ArmyFlow] = about("Men who reach the army to fill its ranks.", [], default=[])
