"""The reference page and the editor schema of the format, both made from the models."""

from __future__ import annotations

import datetime
import json
import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema
from pydantic_core import PydanticUndefined

from game.scenario.links import CALLED, GROUPS
from game.scenario.loading import MODELS
from game.scenario.shapes import models_in
from game.schema.record import Condition, Effect, RecordFile
from game.schema.scenario import Addition, Change, Move, Removal, ScenarioFile, VariantFile
from game.schema.values import At, Range, Ref, Text

FILES = ("scenario", "record", *(name for name in MODELS if name != "record"))
"""What `schema` can describe."""
ADDED = {
    "force": "Force", "formation": "Formation", "operation": "Operation", "decision": "Decision", "event": "Event",
    "unit": "UnitType", "place": "Place",
}  # fmt: skip


def schema(kind: str = "scenario") -> dict[str, Any]:
    """JSON Schema of the files of a kind: 'scenario', 'record', or a file of the theatre book such as 'units'."""
    models = [ScenarioFile, VariantFile, *MODELS.values(), RecordFile]
    _, whole = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    found: dict[str, Any] = _tidied(whole["$defs"])
    for key, model in ADDED.items():
        found["Addition"]["properties"][key]["$ref"] = f"#/$defs/{model}"
    root = {"record": "RecordFile"}.get(kind) or (ScenarioFile if kind == "scenario" else MODELS[kind]).__name__
    top = dict(found[root])
    if kind == "scenario":
        top["required"] = ["format", "id"]
        top["anyOf"] = [{"required": ["extends"]}, {"required": found["ScenarioFile"]["required"]}]
    dialect = "http://json-schema.org/draft-07/schema#"
    return {"$schema": dialect, **top, "$defs": {name: found[name] for name in sorted(_reached(top, found))}}


def schema_json(kind: str = "scenario") -> str:
    """The schema as text, as scenarios/schema.json holds it."""
    return json.dumps(schema(kind), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _tidied(tree: Any) -> Any:
    """Without titles of keys, and without 'or null' but where the description gives null a meaning."""
    if isinstance(tree, list):
        return [_tidied(one) for one in tree]
    if not isinstance(tree, dict):
        return tree
    tree = {key: _tidied(value) for key, value in tree.items() if key != "title" or not isinstance(value, str)}
    if "$ref" not in tree and tree.get("default", 0) is None and "type" not in tree and "anyOf" not in tree:
        del tree["default"]
    choices = tree.get("anyOf")
    unsaid = "null:" not in str(tree.get("description"))
    if isinstance(choices, list) and {"type": "null"} in choices and tree.get("default", 0) is None and unsaid:
        rest = [one for one in choices if one != {"type": "null"}]
        tree = {key: value for key, value in tree.items() if key not in {"anyOf", "default"}}
        tree.update(rest[0] if len(rest) == 1 else {"anyOf": rest})
    return tree


def _reached(tree: Any, known: dict[str, Any]) -> set[str]:
    """Names of the definitions that a schema needs."""
    found: set[str] = set()
    rest = [tree]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            name = str(one.get("$ref", "")).rpartition("/")[2]
            if name in known and name not in found:
                found.add(name)
                rest.append(known[name])
            rest += one.values()
        elif isinstance(one, list):
            rest += one
    return found


def reference_markdown() -> str:
    """The reference page, as scenarios/README.md holds it."""
    parts = [INTRODUCTION, "## A scenario file\n", *_tables([ScenarioFile], {Change})]
    parts += [CHANGES, *_tables([Change, Removal, Move, Addition], set())]
    parts += [RECORD, *_tables([RecordFile], {Condition, Effect})]
    parts += [VOCABULARY, *_words("Conditions", Condition), *_words("Effects", Effect)]
    parts += [BOOK, *_tables([model for name, model in MODELS.items() if name != "record"], set())]
    return "\n".join(parts).rstrip() + "\n"


def _tables(models: list[Any], apart: set[Any]) -> Iterator[str]:
    """A table of keys for each model and those inside it, each once."""
    plain = {Text, Range, At}
    seen: set[Any] = set(apart) | plain
    rest = list(models)
    while rest:
        model = rest.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield from _table(model)
        inner = [found for field in model.model_fields.values() for found in models_in(field.annotation)]
        rest[:0] = [found for found in inner if found not in seen]


def _table(model: Any) -> Iterator[str]:
    says = " ".join((model.__doc__ or "").split()) if "__doc__" in vars(model) else ""
    yield f"### {_spaced(model.__name__)}\n"
    if says:
        yield says + "\n"
    yield "| key | what | value | if left out | example |"
    yield "|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        unit = (field.json_schema_extra or {}).get("unit") if isinstance(field.json_schema_extra, dict) else None
        value = _value(field) + (f", {unit}" if unit else "")
        cells = [f"`{field.alias or name}`", field.description or "", value, _default(field), _example(field)]
        yield "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
    yield ""


def _words(title: str, model: Any) -> Iterator[str]:
    yield f"### {title}\n"
    yield "| word | what | example |"
    yield "|---|---|---|"
    for name, field in model.model_fields.items():
        example = json.dumps({name: field.examples[0]}, ensure_ascii=False).replace('"', "")
        yield f"| `{name}` | {field.description} | `{example}` |"
    yield ""


def _spaced(name: str) -> str:
    return "".join(f" {letter.lower()}" if letter.isupper() and i else letter for i, letter in enumerate(name))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    if field.default_factory is not None or field.default in (None, PydanticUndefined):
        return ""
    return f"`{_plain(field.default)}`"


def _example(field: FieldInfo) -> str:
    example = field.examples[0] if field.examples else None
    return "" if example in (None, [], {}) else f"`{_plain(example)}`"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value:.4g}"
    return json.dumps(value, ensure_ascii=False).replace('"', "")


def _value(field: FieldInfo) -> str:
    """What may stand at a key, in words, with its bounds."""
    for extra in field.metadata:
        if isinstance(extra, Ref):
            return _id_of(extra.kind)
    bounds = [
        f"{word} {getattr(extra, mark)}"
        for extra in field.metadata
        for mark, word in (("ge", ">="), ("gt", ">"), ("le", "<="), ("lt", "<"))
        if getattr(extra, mark, None) is not None
    ]
    return " ".join([_kind(field.annotation), *bounds])


def _kind(annotation: Any) -> str:
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        mark = next((extra for extra in inside[1:] if isinstance(extra, Ref)), None)
        return _id_of(mark.kind) if mark else _kind(inside[0])
    if origin is Literal:
        return "one of " + ", ".join(f"`{one}`" for one in inside)
    if origin is list:
        return f"list of: {_kind(inside[0])}"
    if origin is dict:
        return f"mapping: {_kind(inside[0])} -> {_kind(inside[1])}"
    if origin in {Union, types.UnionType}:
        return " or ".join(_kind(one) for one in inside if one is not type(None))
    named = {str: "text", int: "whole number", float: "number", bool: "true or false", datetime.date: "date"}
    named |= {
        Text: "text or {en, ko}",
        Range: "number or {low, best, high}",
        At: "place or {lat, lon} or {name, lat, lon}",
    }
    if annotation in named:
        return named[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{_spaced(annotation.__name__).lower()}](#{_spaced(annotation.__name__).lower().replace(' ', '-')})"
    return "anything"


def _id_of(kind: str) -> str:
    kinds = [CALLED.get(one, one) for one in GROUPS.get(kind, (kind,))]
    return f"id ({' or '.join(kinds)})"


INTRODUCTION = """# The scenario format

This page and `schema.json` are written by `python main.py schema --write` from the models in `game/schema/`.
Change those, not this.

A scenario is a window on the record: a period, sides, decisions, aims. The record itself, the map and the
constants of the rules stand in a theatre book (`korea/`) that all scenarios share. A variant is a patch on a
scenario. Files hold data only: nothing in them is ever run.

```yaml
# yaml-language-server: $schema=schema.json
format: 1
id: no-us-ground-troops
extends: korea-1950-invasion
title: {en: No American ground troops, ko: 미 지상군 없이}
argued_by: {who: Bradley, when: 1950-06-26, source: schnabel-1972}
changes:
- choose: {decision: us-ground-troops, option: none}
```

Put a file `my-scenario.yaml` beside this one, or into `scenarios/` of your own folder (`P38_HOME`, or the place
that `python main.py doctor` prints), and run `python main.py check my-scenario.yaml`: it names every mistake at
once, with file, line, column and what was probably meant. `python main.py check` looks at everything and says how
much of the record names a source.

## Values

- **Texts**: `Invasion`, or `{en: Invasion, ko: 남침}`. Put quotes round a text with `: `, ` #`, or a leading `[ { *
  & ! % @`.
- **Numbers**: `1200`, `0.25`, `1e3`. Not `1,200`, `1_200` or `0712`; those stay texts and are refused where a
  number must stand.
- **Where sources disagree**: `{low: 4000, best: 5000, high: 6000}` wherever a number of men, guns or tanks may
  stand.
- **Dates**: `1950-06-25`. `yes`, `no`, `on`, `12:30` are texts; true and false are `true` and `false`.
- **Places**: an id or a name of `places.yaml` (`pusan`, `Pusan`, `Busan`, `부산`), `{lat: 37.18, lon: 127.05}`, or
  with a `name`. A name that several places bear must be given as an id.
- **Facts** carry `source` (an id of `sources.yaml`, or a list), `confidence` (high, medium, low) and `basis`
  (checked: confirmed in a text; unchecked: from general knowledge of the named work; judgement: ours; design:
  needed by the game).
- One file is at most 8 MB and 40 levels deep; anchors (`&a`, `*a`) work and count in full; tags and `<<` do not.
"""

CHANGES = """## Changes of a variant

Each change is one of five; a change that matches nothing is a mistake, and the nearest id is named. Beside
`changes`, a variant may give any other key of a scenario anew (`period`, `play`, `briefing`, `aims`, `decisions`,
`title`).

```yaml
changes:
- set: {operation: kpa-0625-1, reserve: 0.4}                # kind and id first, then the keys that differ
- set: {force: us-24-div, arrives.date: 1950-06-30}         # a dot leads inside; entries of lists by id, date or number
- set: {assumption: control.influence_base, value: 200}
- add: {event: {id: my-event, date: 1950-07-01, title: Rain}}
- remove: {force: us-25-div}                                # orders to it and effects on it go with it
- move: {force: us-1-cav-div, days: -4}                     # every date of it
- choose: {decision: us-ground-troops, option: none}
```
"""

RECORD = """## The record: `korea/record/*.yaml`, `korea/decisions/*.yaml`, `korea/figures.yaml`

Any of these files may hold any of the lists; they are read together. An operation is what a headquarters ordered,
as ordered; what came of it is for the engine to find. Outcomes stand in `fronts` and `control`, and are only
compared with.

```yaml
forces:
- id: kpa-1-div
  name: {en: KPA 1st Division, ko: 조선인민군 제1사단}
  side: kpa
  type: kpa-infantry-division-1950
  formation: [{from: 1950-06-25, to: null, of: kpa-i-corps}]
  regiments: [{id: kpa-1-regt, name: 1st Regiment, share: 0.5}, {id: kpa-2-regt, name: 2nd Regiment, share: 0.5}]
  entries:
  - {date: 1950-06-25, at: {lat: 38.03, lon: 126.75}, men: 11000, guns: 48, source: appleman-1961, confidence: high}
  - {date: 1950-08-05, at: sangju, men: {low: 4000, best: 5000, high: 6000}, source: appleman-1961}
operations:
- id: kpa-0625-1
  issuer: kpa
  formation: kpa-i-corps
  units: [kpa-1-div]
  ordered: 1950-06-23
  from: 1950-06-25
  until: objective
  mission: attack
  objective: [seoul]
  axis: [kaesong, munsan]
  while: [{holds: {side: dprk, place: kaesong}}]
  source: appleman-1961
fronts:
- {date: 1950-08-05, line: [[35.1, 128.35], [36.4, 128.3], [36.5, 129.4]], accuracy_km: 8, source: appleman-1961}
control:
- {place: taejon, date: 1950-07-20, days: 0, from: un, to: dprk, source: appleman-1961, confidence: high}
decisions:
- id: walkers-line
  title: Where does the retreat end?
  decides: us
  asked: {from: 1950-07-26, to: 1950-08-01}
  when: {any: [{lost: {side: un, place: taejon}}, {within_km: {side: dprk, place: taegu, km: 60}}]}
  options:
  - {id: naktong, title: Stand behind the Naktong, historical: true}
  - {id: davidson, title: Back to a shorter line, argued_by: MacArthur's staff, effects: [{cancel: us-0801-1cav}]}
  sources: {west: appleman-1961}
```
"""

VOCABULARY = """## Vocabulary of conditions and effects

The whole of it: there are no expressions and no code. A condition or effect is a mapping with exactly one of these
words.
"""

BOOK = """## The theatre book: `korea/*.yaml`

A file that is derived says so in its first lines and names the script; the others are written by hand.
"""
