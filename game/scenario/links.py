"""Ids and what points at them: every reference in the models is followed, every id is unique."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from game.scenario.nodes import Map, Mark, Seq, located
from game.scenario.problems import HINTED, Problem, near
from game.schema.values import Entry, Ref

KINDS = {
    "place": ("places", "places"), "province": ("provinces", "provinces"),
    "unit": ("units", "units"), "source": ("sources", "sources"),
    "power": ("sides", "powers"), "army": ("sides", "forces"), "side": ("sides", "sides"),
    "force": ("record", "forces"), "formation": ("record", "formations"), "operation": ("record", "operations"),
    "decision": ("record", "decisions"), "event": ("record", "events"),
}  # fmt: skip
"""Kind of thing -> file of the book and list in it."""
GROUPS = {
    "command": ("formation", "force"),
    "party": ("side", "army"),
    "decider": ("power", "army", "side"),
    "headquarters": ("formation", "army", "power", "side", "force"),
}
CALLED = {
    "unit": "unit type", "command": "formation or force", "party": "side or army", "decider": "power, army or side",
}  # fmt: skip


NAMES = ("name", "mr", "modern", "hangul", "hanja")


def folded(name: str) -> str:
    """A name without capitals, apostrophes and hyphens."""
    return name.lower().replace("'", "").replace("’", "").replace("-", "")


class Index:
    """Every id by kind; a place also by its names."""

    def __init__(self, trees: dict[str, Map], problems: list[Problem], removed: frozenset[str] = frozenset()) -> None:
        self.problems = problems
        self.ids: dict[str, dict[str, Map]] = {kind: {} for kind in KINDS}
        self.labels: dict[str, set[str]] = {}
        self.names: dict[str, set[str]] = {}
        self.removed = removed
        self.unsure = {kind for kind, (file, _) in KINDS.items() if file not in trees or trees[file].partial}
        for kind, (file, listed) in KINDS.items():
            for entry in _entries(trees.get(file), listed):
                self.enter(kind, entry)
        for name, place in self.ids["place"].items():
            self.name(name, place)

    def reporting(self, problems: list[Problem]) -> Index:
        """The same ids, to be added to freely, with problems going to another list."""
        fresh = copy.copy(self)
        fresh.problems, fresh.ids = problems, {kind: dict(ids) for kind, ids in self.ids.items()}
        return fresh

    def name(self, place_id: str, place: Map) -> None:
        """Enters the names of a place: namesakes without what tells them apart, so that a bare 'Sunchon' is refused."""
        label = str(place.get("name", ""))
        for names, words in (
            (self.labels, [label.partition(" (")[0]]),
            (self.names, [place.get(key) for key in NAMES]),
        ):
            for word in words:
                if isinstance(word, str) and word:
                    names.setdefault(folded(word), set()).add(place_id)

    def enter(self, kind: str, entry: Map) -> None:
        name = entry.get("id")
        if not isinstance(name, str):
            return
        first = self.ids[kind].get(name)
        if first is None:
            self.ids[kind][name] = entry
            return
        mark = entry.where["id"][1]
        message = f"the {CALLED.get(kind, kind)} '{name}' is defined a second time"
        self.add(entry.file, mark, message, f"first in {first.file}, line {first.mark.line + 1}", f"twice {kind}")

    def welcome(self, file: str, tree: Map) -> None:
        """Adds the ids of a file that stands by itself, in place of those that the theatre has under the same id."""
        for kind, (home, listed) in KINDS.items():
            if home == file:
                entries = list(_entries(tree, listed))
                for entry in entries:
                    self.ids[kind].pop(str(entry.get("id")), None)
                for entry in entries:
                    self.enter(kind, entry)

    def find(self, kind: str, name: str) -> str | None:
        """The id meant by a text: itself if there is such an id, for a place also one of its names."""
        if any(name in self.ids[one] for one in GROUPS.get(kind, (kind,))):
            return name
        meant = self.meant(name) if kind == "place" else []
        return meant[0] if len(meant) == 1 else None

    def meant(self, name: str) -> list[str]:
        """Ids of the places that bear a name: the 1950s one before the others, towns before their airfields."""
        key = folded(name)
        found = sorted(self.labels.get(key) or self.names.get(key) or ())
        towns = [one for one in found if self.ids["place"][one].get("kind") not in {"airfield", "dam"}]
        return towns if len(towns) == 1 else found

    def known(self, kind: str) -> list[str]:
        """Ids of a kind, and names if it is a place."""
        found = [name for one in GROUPS.get(kind, (kind,)) for name in self.ids[one]]
        return [*found, *(str(place.get("name")) for place in self.ids["place"].values())] if kind == "place" else found

    def refer(self, kind: str, holder: Map | Seq, key: Any, mark: Mark) -> None:
        """Checks the text at holder[key] as a reference and puts the id in its place."""
        name = holder[key]
        if isinstance(name, str) and (found := self.check(kind, name, holder.file, mark)) is not None:
            holder[key] = found

    def check(self, kind: str, name: str, file: str, mark: Mark) -> str | None:
        """The id that a text means, or None and a problem."""
        if not kind:
            return None
        found = self.find(kind, name)
        if found is not None or not self.unsure.isdisjoint(GROUPS.get(kind, (kind,))):
            return found
        called = CALLED.get(kind, kind)
        meant = self.meant(name) if kind == "place" else []
        if name in self.removed:
            self.add(file, mark, f"'{name}' is removed by a change", "change this too, or keep it", "removed")
        elif meant:
            self.add(file, mark, f"'{name}' is the name of several places", f"write {' or '.join(meant)}", "several")
        else:
            hint = near(name, self.known(kind)) if len(self.problems) < HINTED else ""
            self.add(file, mark, f"unknown {called} '{name}'", hint, f"unknown {kind}")
        return None

    def add(self, file: str, mark: Mark, message: str, hint: str, kind: str) -> None:
        self.problems.append(Problem(*located(file, mark), message, hint, kind))


def _entries(tree: Map | None, listed: str) -> Iterable[Map]:
    found = tree.get(listed) if tree is not None else None
    return (entry for entry in found if isinstance(entry, Map)) if isinstance(found, Seq) else ()


class Reference(NamedTuple):
    """A text that is an id of this kind."""

    kind: str


class Each(NamedTuple):
    """A list, or a mapping from ids (of a kind, if given), of what `inner` says."""

    inner: Step | None
    key_kind: str | None = None


Step = Reference | Each | type[BaseModel]


def follow(index: Index, model: type[BaseModel], tree: Map) -> None:
    """Follows every reference in a tree of a model."""
    for key, step in _steps(model):
        if key in tree:
            _value(index, step, tree, key, tree.where[key][1])


def _value(index: Index, step: Step | None, holder: Map | Seq, key: Any, mark: Mark) -> None:
    """Follows the references at holder[key]; a plain value may stand for a mapping or a list of one."""
    value = holder[key]
    if step is None:
        return
    if isinstance(step, Reference):
        index.refer(step.kind, holder, key, mark)
    elif isinstance(step, Each):
        if isinstance(value, Seq):
            for position, where in enumerate(value.where):
                _value(index, step.inner, value, position, where)
        elif isinstance(value, Map) and step.key_kind is not None:
            for name, (at_key, at_value) in value.where.items():
                index.check(step.key_kind, name, value.file, at_key)
                _value(index, step.inner, value, name, at_value)
        else:
            _value(index, step.inner, holder, key, mark)
    elif isinstance(value, Map):
        follow(index, step, value)
    elif issubclass(step, Entry) and step.PLAIN:
        _value(index, dict(_steps(step)).get(step.PLAIN), holder, key, mark)


@cache
def _steps(model: type[BaseModel]) -> tuple[tuple[str, Step], ...]:
    """Keys of a model under which references lie, and what is there."""
    steps = []
    for name, field in model.model_fields.items():
        mark = next((extra for extra in field.metadata if isinstance(extra, Ref)), None)
        step = Reference(mark.kind) if mark is not None else _step(field.annotation)
        if step is not None:
            steps.append((field.alias or name, step))
    return tuple(steps)


def _step(annotation: Any) -> Step | None:
    """Where references lie inside an annotation."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((extra for extra in inside[1:] if isinstance(extra, Ref)), None)
        return Reference(mark.kind) if mark is not None else _step(inside[0])
    if origin is list:
        inner = _step(inside[0])
        return None if inner is None else Each(inner)
    if origin is dict:
        key = _step(inside[0])
        inner = _step(inside[1])
        key_kind = key.kind if isinstance(key, Reference) else None
        return None if inner is None and key_kind is None else Each(inner, key_kind or "")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation if _steps(annotation) else None
    return next((step for part in inside if (step := _step(part)) is not None), None)
