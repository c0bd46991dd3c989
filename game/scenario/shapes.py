"""Trees against the models: what does not fit, located and in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from game.scenario.nodes import Map, Seq, located
from game.scenario.problems import HINTED, Problem, near

READING = {"tag", "alias", "merge", "twice", "key"}
"""Kinds of problems of reading; what does not fit at the same spot only follows from them."""
PLAINLY = {
    "Text": "a text or {en, ko}",
    "Range": "a number or {low, best, high}",
    "At": "a place, {lat, lon} or {name, lat, lon}",
}
Model = TypeVar("Model", bound=BaseModel)
_BOUNDS = {
    "greater_than": "more than",
    "greater_than_equal": "at least",
    "less_than": "less than",
    "less_than_equal": "at most",
}


def fit(model: type[Model], tree: Map, problems: list[Problem]) -> Model | None:
    """The tree as a model, or None with what is wrong added to the problems."""
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        said: dict[tuple[str, int, int], list[Problem]] = {}
        lacking: list[Problem] = []
        for number, one in enumerate(error.errors(include_url=False, include_input=False)):
            problem = _problem(model, tree, one, number < HINTED)
            (lacking if one["type"] == "missing" else said.setdefault(problem[:3], [])).append(problem)
        unread = {problem[:3] for problem in problems if problem.kind in READING}
        found = [*lacking, *(_joined(group) for group in said.values())]
        problems += [problem for problem in found if problem[:3] not in unread]
        return None


def place_of(tree: Any, path: tuple[Any, ...], at_key: bool = False) -> tuple[str, int, int]:
    """File, line and column (from 1) of what lies at the end of a path of keys and indexes, as far as it leads."""
    file, mark = tree.file, tree.mark
    for position, step in enumerate(path):
        if isinstance(tree, Map) and step in tree:
            last = position == len(path) - 1
            file, mark = tree.file, tree.where[step][0 if at_key and last else 1]
        elif isinstance(tree, Seq) and isinstance(step, int) and step < len(tree):
            file, mark = tree.file, tree.where[step]
        else:
            break
        tree = tree[step]
        if isinstance(tree, Map | Seq) and not (at_key and position == len(path) - 1):
            file, mark = tree.file, tree.mark
    return located(file, mark)


def _walk(tree: Any, path: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
    """The part of a pydantic path that is in the tree (branches of a choice are not), and what lies there."""
    real: list[Any] = []
    for step in path:
        if (isinstance(tree, Map) and step in tree) or (isinstance(tree, Seq) and isinstance(step, int)):
            tree = tree[step]
            real.append(step)
    return tuple(real), tree


def _problem(model: type[BaseModel], tree: Map, error: Any, hinted: bool) -> Problem:
    kind, path = error["type"], error["loc"]
    if kind == "missing":
        real, inside = _walk(tree, path[:-1])
        owner = _called(inside, real)
        return Problem(*place_of(tree, real), f"{owner}'{path[-1]}' is missing", "", f"missing {path[-1]}")
    real, value = _walk(tree, path)
    if kind == "extra_forbidden":
        return _unknown_key(model, tree, real, value, hinted)
    where = place_of(tree, real)
    message, hint = _sentence(kind, error, value)
    name = next((step for step in reversed(real) if isinstance(step, str)), "")
    return Problem(*where, _called(value, real) + message, hint, f"{kind} {name}")


def _called(value: Any, path: tuple[Any, ...]) -> str:
    """What to call something in a sentence: by its id, else by the key that it stands under."""
    if isinstance(value, Map) and isinstance(value.get("id"), str):
        return f"{value['id']}: "
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    return f"{name}: " if name else ""


def _unknown_key(model: type[BaseModel], tree: Map, path: tuple[Any, ...], value: Any, hinted: bool) -> Problem:
    key = str(path[-1])
    known = [name for found in models_at(model, path[:-1]) for name in keys_of(found)]
    hint = near(key, known) if hinted else ""
    if not hint and value is None:
        hint = "it has no value: if it belongs to the text before it, put that text in quotes"
    elif not hint:
        hint = f"known here: {', '.join(known)}"
    return Problem(*place_of(tree, path, at_key=True), f"unknown key '{key}'", hint, f"extra_forbidden {key}")


def _joined(group: list[Problem]) -> Problem:
    """One problem for one spot: a value that fits no branch of a choice is refused by each."""
    first = group[0]
    messages = list(dict.fromkeys(problem.message for problem in group))
    if len(messages) == 1 or not all("expected " in message for message in messages):
        return first
    return first._replace(message=" or ".join([messages[0], *(text.split("expected ")[1] for text in messages[1:])]))


def _sentence(kind: str, error: Any, value: Any) -> tuple[str, str]:
    """Message and hint for one of pydantic's error types."""
    context = error.get("ctx", {})
    if value is None and kind.endswith("_type"):
        return "has no value", ""
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"]) or [context["expected"]]
        return f"'{_brief(value)}' is not one of {', '.join(words)}", near(value, words)
    if kind == "string_type":
        return f"expected a text, found {_brief(value)}", f"put it in quotes: '{value}'" if isinstance(
            value, int | float
        ) else ""
    if kind in {"int_type", "float_type", "int_from_float", "int_parsing", "float_parsing"}:
        whole = "whole " if kind.startswith("int") else ""
        return f"expected a {whole}number, found '{_brief(value)}'", _number_meant(value)
    if kind == "bool_type":
        meant = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(value).lower())
        return f"expected true or false, found '{_brief(value)}'", f"write {meant}" if meant else ""
    if kind in {"list_type", "tuple_type"}:
        return "expected a list: [a, b], or lines with '- '", ""
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return _no_mapping(value, context.get("class_name", ""))
    if kind in _BOUNDS:
        return f"{_brief(value)} is not possible: must be {_BOUNDS[kind]} {next(iter(context.values()))}", ""
    if kind in {"too_short", "too_long"}:
        bound = context.get("min_length", context.get("max_length"))
        return f"needs at {'least' if kind == 'too_short' else 'most'} {bound}, found {context['actual_length']}", ""
    if kind == "string_pattern_mismatch":
        return f"'{_brief(value)}' is not written as it must be", f"pattern {context['pattern']}"
    return error["msg"].removeprefix("Value error, "), ""


def _no_mapping(value: Any, model: str) -> tuple[str, str]:
    """A plain value where keys and values must stand."""
    expected = PLAINLY.get(model, "keys and values")
    if model == "Text":
        return f"expected {expected}, found {_brief(value)}", f"put it in quotes: '{_brief(value)}'"
    if isinstance(value, str) and re.match(r"[a-z_]+:\S", value):
        return f"expected {expected}", f"put a space after the colon: {_brief(value.replace(':', ': ', 1))}"
    hint = _number_meant(value) if model == "Range" else ""
    return f"expected {expected}, found {_quoted(value)}", hint


def _quoted(value: Any) -> str:
    return f"'{_brief(value)}'" if isinstance(value, str) else _brief(value)


def _number_meant(value: Any) -> str:
    """The number that a text was perhaps meant to be."""
    if not isinstance(value, str):
        return ""
    plain = re.sub(r"(?<=\d)[_, ](?=\d)", "", value.strip())
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", plain):
        return f"write {re.sub('^[+]?0*(?=[0-9])', '', plain)} without quotes"
    if re.fullmatch(r"\d+(\.\d+)?\s*[-–]\s*\d+(\.\d+)?", value.strip()):
        return "a range is written {low: 1, best: 2, high: 3}"
    return ""


def _brief(value: Any) -> str:
    if isinstance(value, Map):
        return "a mapping"
    if isinstance(value, Seq):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).replace("\n", " ")
    return text if len(text) <= 40 else text[:37] + "..."


def keys_of(model: type[BaseModel]) -> list[str]:
    """Keys of a model as they are written."""
    return [field.alias or name for name, field in model.model_fields.items()]


def models_at(model: type[BaseModel], path: tuple[Any, ...]) -> list[type[BaseModel]]:
    """Models that may stand at a path of keys and indexes."""
    found = [model]
    for step in path:
        if isinstance(step, int):
            continue
        under = [inner for one in found for inner in _under(one).get(step, ())]
        if under:
            found = under
    return found


@cache
def _under(model: type[BaseModel]) -> dict[str, tuple[type[BaseModel], ...]]:
    return {
        field.alias or name: tuple(dict.fromkeys(models_in(field.annotation)))
        for name, field in model.model_fields.items()
    }


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Models anywhere inside an annotation."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and get_origin(annotation) is None:
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)
