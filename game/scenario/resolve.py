"""Variants: `extends` and `changes`, applied to the trees before anything is checked: mistakes keep their lines.

Trees are shared by all scenarios of a shelf: whatever a change touches is copied first.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from game.scenario.links import CALLED, KINDS, Index
from game.scenario.nodes import Map, Mark, Seq, Spot, located
from game.scenario.problems import Problem, near
from game.schema.scenario import KINDS as TARGETS
from game.schema.scenario import Addition

DATES = {"date", "from", "to", "ordered", "until", "happened", "by"}
"""Keys that `move` shifts, at any depth."""


def overlay(base: Map, variant: Map) -> Map:
    """The keys of a variant over those of the scenario that it extends; its changes come after those of the other."""
    whole: Map = copied(base)
    for key, value in variant.items():
        earlier = base.get("changes")
        if key == "changes" and isinstance(value, Seq) and isinstance(earlier, Seq):
            joined = copied(earlier)
            joined.extend(value)
            joined.where.extend(value.where)
            value = joined
        whole[key], whole.where[key] = value, variant.where[key]
    whole.file, whole.mark = variant.file, variant.mark
    return whole


def copied(tree: Any) -> Any:
    """A copy of one level."""
    fresh: Any = type(tree)(tree.file, tree.mark)
    if isinstance(tree, Map):
        fresh.update(tree)
        fresh.where.update(tree.where)
    else:
        fresh.extend(tree)
        fresh.where.extend(tree.where)
    return fresh


class Patch:
    """The trees of a theatre with changes applied; `touched` names the files that differ."""

    def __init__(self, trees: dict[str, Map], index: Index, problems: list[Problem]) -> None:
        self.trees, self.index, self.problems = dict(trees), index, problems
        self.touched: set[str] = set()
        self.removed: set[str] = set()
        self.own: dict[int, Any] = {}

    def apply(self, changes: Any) -> None:
        """Applies a list of changes in order; a malformed one is left to the check of the scenario's own shape."""
        for change in changes if isinstance(changes, Seq) else ():
            if not isinstance(change, Map) or len(change) != 1:
                continue
            verb, body = next(iter(change.items()))
            if verb in {"set", "add", "remove", "move"} and isinstance(body, Map) and body:
                getattr(self, verb)(body)

    def set(self, body: Map) -> None:
        kind, name = next(iter(body.items()))
        mark = body.where[kind]
        if kind not in TARGETS:
            self.problem(
                body, mark[0], f"'{kind}' cannot be changed: the first key names the target", near(kind, TARGETS)
            )
        elif kind == "assumption":
            self.set_assumption(body, str(name))
        elif (found := self.target(kind, name, body)) is not None:
            entries, position = found
            entry = entries[position] = self.writable(entries[position])
            for key in list(body)[1:]:
                self.put(entry, key.split("."), body, key)

    def set_assumption(self, body: Map, name: str) -> None:
        chapter, _, key = name.partition(".")
        chapters = self.tree("assumptions").get("chapters")
        known = [f"{one}.{two}" for one, names in (chapters or {}).items() if isinstance(names, Map) for two in names]
        if name not in known:
            self.problem(body, body.where["assumption"][1], f"there is no assumption '{name}'", near(name, known))
            return
        tree = self.tree("assumptions")
        for step in ("chapters", chapter, key):
            tree[step] = self.writable(tree[step])
            tree = tree[step]
        for changed in list(body)[1:]:
            self.put(tree, [changed], body, changed)

    def put(self, holder: Any, path: list[str], body: Map, key: str) -> None:
        """Writes body[key] at a path of keys; entries of a list are named by their id or date, or counted from 0."""
        for step in path[:-1]:
            inside = self.step(holder, step)
            if inside is None:
                hint = near(step, _names(holder))
                self.problem(body, body.where[key][0], f"'{key}' leads nowhere: there is no '{step}'", hint)
                return
            holder[inside] = self.writable(holder[inside])
            holder = holder[inside]
        if isinstance(holder, Map):
            holder[path[-1]], holder.where[path[-1]] = body[key], _moved(body, key)
        elif isinstance(holder, Seq) and (last := self.step(holder, path[-1])) is not None:
            holder[last], holder.where[last] = body[key], _moved(body, key)[1]
        else:
            self.problem(body, body.where[key][0], f"'{key}' leads nowhere", near(path[-1], _names(holder)))

    def step(self, holder: Any, name: str) -> Any:
        if isinstance(holder, Map):
            return name if isinstance(holder.get(name), Map | Seq) else None
        if not isinstance(holder, Seq):
            return None
        names = _names(holder)
        if name in names:
            return names.index(name)
        return int(name) if name.isdecimal() and int(name) < len(holder) else None

    def add(self, body: Map) -> None:
        kind, entry = next(iter(body.items()))
        if kind not in Addition.model_fields or not isinstance(entry, Map):
            return
        name = entry.get("id")
        if isinstance(name, str) and name in self.index.ids[kind]:
            self.problem(entry, entry.where["id"][1], f"there is a {kind} '{name}' already", "use `set` to change it")
            return
        entries = self.entries(kind)
        entries.append(entry)
        entries.where.append(entry.mark)
        if isinstance(name, str):
            self.index.ids[kind][name] = entry

    def remove(self, body: Map) -> None:
        kind, name = next(iter(body.items()))
        found = self.target(kind, name, body)
        if found is not None:
            entries, position = found
            del entries[position], entries.where[position], self.index.ids[kind][name]
            self.removed.add(name)
            self.prune(name)

    def prune(self, name: str) -> None:
        """Takes away what only makes sense with a removed thing: orders to it, its mention in orders, effects on it."""
        orders = self.entries("operation")
        for position in reversed(range(len(orders))):
            order = orders[position]
            if isinstance(order, Map) and order.get("formation") == name:
                del orders[position], orders.where[position]
                self.index.ids["operation"].pop(str(order.get("id")), None)
                self.removed.add(str(order.get("id")))
            elif isinstance(order, Map) and name in (order.get("units") or ()):
                orders[position] = order = self.writable(order)
                order["units"] = _without(order["units"], lambda unit: unit == name)
        self.prune_forces(name)
        self.prune_effects()

    def prune_forces(self, name: str) -> None:
        """Forces no longer belong to a removed formation, are part of a removed division or merge into it."""
        forces = self.entries("force")
        for position, force in enumerate(forces):
            if not isinstance(force, Map):
                continue
            belonging = force.get("formation")
            if isinstance(belonging, Seq) and any(isinstance(one, Map) and one.get("of") == name for one in belonging):
                forces[position] = force = self.writable(force)
                force["formation"] = _without(belonging, lambda one: isinstance(one, Map) and one.get("of") == name)
            for key in ("division", "merges_into"):
                if force.get(key) == name:
                    forces[position] = force = self.writable(force)
                    del force[key]

    def prune_effects(self) -> None:
        """Drops effects about removed things."""
        decisions = self.entries("decision")
        for position, decision in enumerate(decisions):
            for number, option in enumerate(decision.get("options") or ()) if isinstance(decision, Map) else ():
                effects = option.get("effects") if isinstance(option, Map) else None
                if isinstance(effects, Seq) and any(_about(effect, self.removed) for effect in effects):
                    decisions[position] = decision = self.writable(decision)
                    decision["options"] = options = self.writable(decision["options"])
                    options[number] = option = self.writable(option)
                    option["effects"] = _without(effects, lambda effect: _about(effect, self.removed))

    def without_removed(self, tree: Map) -> Map:
        """A scenario whose list of decisions no longer names removed ones."""
        decisions = tree.get("decisions")
        if not isinstance(decisions, Seq) or self.removed.isdisjoint(map(str, decisions)):
            return tree
        fresh: Map = copied(tree)
        fresh["decisions"] = _without(decisions, lambda name: name in self.removed)
        return fresh

    def move(self, body: Map) -> None:
        kind, name = next(iter(body.items()))
        days = body.get("days")
        found = self.target(kind, name, body)
        if found is not None and isinstance(days, int):
            entries, position = found
            entries[position] = shifted(entries[position], days)

    def target(self, kind: str, name: Any, body: Map) -> tuple[Seq, int] | None:
        """The list and position of what a change is about, or None and a problem."""
        if kind not in KINDS or not isinstance(name, str):
            return None
        if name not in self.index.ids[kind]:
            called = CALLED.get(kind, kind)
            hint = near(name, self.index.known(kind))
            self.problem(body, body.where[kind][1], f"this change matches nothing: there is no {called} '{name}'", hint)
            return None
        entries = self.entries(kind)
        return entries, next(i for i, one in enumerate(entries) if isinstance(one, Map) and one.get("id") == name)

    def tree(self, file: str) -> Map:
        """A tree of the theatre that may be written to."""
        self.touched.add(file)
        self.trees[file] = self.writable(self.trees.get(file) or Map(file, next(iter(self.trees.values())).mark))
        return self.trees[file]

    def entries(self, kind: str) -> Seq:
        """The list that things of a kind stand in, to be written to."""
        file, listed = KINDS[kind]
        tree = self.tree(file)
        found = tree.get(listed)
        tree[listed] = self.writable(found if isinstance(found, Seq) else Seq(tree.file, tree.mark))
        tree.where.setdefault(listed, (tree.mark, tree.mark))
        rows: Seq = tree[listed]
        return rows

    def writable(self, tree: Any) -> Any:
        if not isinstance(tree, Map | Seq) or id(tree) in self.own:
            return tree
        fresh: Any = copied(tree)
        self.own[id(fresh)] = fresh
        return fresh

    def problem(self, holder: Map, mark: Mark, message: str, hint: str = "") -> None:
        self.problems.append(Problem(*located(holder.file, mark), message, hint, "change"))


def _moved(body: Map, key: str) -> tuple[Mark, Mark]:
    """Where body[key] stands, told with its file: it goes into a mapping of another file."""
    at_key, at_value = body.where[key]
    return Spot(at_key.line, at_key.column, body.file), Spot(at_value.line, at_value.column, body.file)


def _without(row: Seq, gone: Callable[[Any], bool]) -> Seq:
    """A copy of a list without some of its values."""
    fresh = Seq(row.file, row.mark)
    for value, mark in zip(row, row.where):
        if not gone(value):
            fresh.append(value)
            fresh.where.append(mark)
    return fresh


def _about(effect: Any, names: set[str]) -> bool:
    """Whether an effect of an option is about one of these."""
    body = next(iter(effect.values()), None) if isinstance(effect, Map) else None
    subject = body.get("unit") if isinstance(body, Map) else body
    return isinstance(subject, str) and subject in names


def _names(holder: Any) -> list[str]:
    """Names of the entries of a list (id, else date), or keys of a mapping."""
    if isinstance(holder, Map):
        return list(holder)
    if isinstance(holder, Seq):
        return [str(one.get("id", one.get("date", ""))) if isinstance(one, Map) else "" for one in holder]
    return []


def shifted(tree: Any, days: int) -> Any:
    """A copy with every date under the keys of DATES moved."""
    if not isinstance(tree, Map | Seq):
        return tree
    fresh: Any = copied(tree)
    for key in tree if isinstance(tree, Map) else range(len(tree)):
        value = fresh[key]
        if isinstance(value, Map | Seq):
            fresh[key] = shifted(value, days)
        elif key in DATES and isinstance(value, str):
            fresh[key] = _later(value, days)
    return fresh


def _later(text: str, days: int) -> str:
    try:
        return (datetime.date.fromisoformat(text) + datetime.timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return text
