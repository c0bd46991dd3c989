"""The same match with its elements in another order: what a rule must not notice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from game.setup.match import Match
from game.world import Contacts, Units, copy


def permuted(match: Match, permutation: Sequence[int] | NDArray[np.intp]) -> Match:
    """A copy in which element i is the former element `permutation[i]`; `order` still names the same elements."""
    to = np.asarray(permutation)
    place = np.argsort(to)  # new index of each former element
    former = match.worlds
    units = Units(*(array[:, to].copy() for array in former.units))
    units.order[:] = place[former.units.order]
    contacts = Contacts(*(array[:, :, to].copy() for array in former.contacts))
    worlds = copy(former)._replace(units=units, contacts=contacts)
    names = match.names._replace(units=tuple(match.names.units[i] for i in to))
    return match._replace(worlds=worlds, names=names)
