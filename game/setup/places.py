"""From places and coordinates of the record to land hexes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from game import hexmap
from game.hexmap import Board
from game.schema.values import At


class Spots:
    """Finds the land hex of whatever a record names: a place by id, or coordinates."""

    def __init__(self, board: Board, places: list[Any]) -> None:
        self.board = board
        self.names: Mapping[str, str] = {place.id: place.name for place in places}
        self.by_id = {place.id: self.near(place.lat, place.lon) for place in places}
        for place, hex_ in zip(places, board.place_hex):
            if 0 <= hex_ < board.n_land:
                self.by_id[place.id] = int(hex_)
        ranked = sorted(places, key=lambda place: place.importance)
        self.at_hex: Mapping[int, str] = {self.by_id[p.id]: p.id for p in ranked if p.kind != "airfield"}

    def near(self, lat: float, lon: float) -> int:
        """The land hex nearest to a position in degrees."""
        board = self.board
        x, y = hexmap.project(lat, lon)
        return int(np.argmin((board.x[: board.n_land] - x) ** 2 + (board.y[: board.n_land] - y) ** 2))

    def hex(self, at: At | str) -> int:
        """The land hex of a place id or of a record's `at`."""
        if isinstance(at, str):
            return self.by_id[at]
        if at.place is not None:
            return self.by_id[at.place]
        assert at.lat is not None, "an At is a place or coordinates"
        assert at.lon is not None, "an At is a place or coordinates"
        return self.near(at.lat, at.lon)

    def ashore(self, hex_: int) -> int:
        """The hex itself on the mainland, for one on an island the nearest on the mainland."""
        board = self.board
        if board.mainland[hex_]:
            return hex_
        away = (board.x - board.x[hex_]) ** 2 + (board.y - board.y[hex_]) ** 2
        return int(np.argmin(np.where(board.mainland == 1, away, np.inf)))

    def km(self, a: int, b: int) -> float:
        """Kilometres between two hexes."""
        return hexmap.distance_km(self.board, a, b)

    def name(self, hex_: int) -> str:
        """The place a hex stands for, else the nearest place of some importance with its distance."""
        if hex_ in self.at_hex:
            return self.names[self.at_hex[hex_]]
        nearest = min(self.at_hex, key=lambda other: self.km(hex_, other))
        return f"{round(self.km(hex_, nearest))} km from {self.names[self.at_hex[nearest]]}"
