"""What is shipped: every scenario loads, lints, cites its sources, and is described as it is."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from pathlib import Path

import pytest

from game import terms
from game.scenario import ScenarioError, available, load, load_theatre, roots
from game.scenario.check import check
from game.scenario.lint import lint_record
from game.scenario.nodes import parse
from game.scenario.reference import FILES, reference_markdown, schema, schema_json
from game.scenario.shapes import fit
from game.schema.record import Condition, Effect, RecordFile
from game.schema.scenario import Change, ScenarioFile, VariantFile
from game.schema.values import Range

SCENARIOS = roots()[-1]
NAMES = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
VARIANT = Path(__file__).parent / "variant.yaml"


@pytest.mark.parametrize("name", NAMES)
def test_scenario_loads_and_is_playable(name: str) -> None:
    scenario = load(name)
    assert scenario.id == name
    assert scenario.title.ko
    assert sum(scenario.period.turn_days()) == (scenario.period.to - scenario.period.from_).days + 1
    assert set(scenario.aims) == {side.id for side in scenario.theatre.sides}
    assert all(sum(aim.weight for aim in aims) == 100 for aims in scenario.aims.values())
    assert scenario.briefing is not None


def test_everything_is_free_of_mistakes_and_warnings_are_few() -> None:
    found = check()
    assert [str(problem) for problem in found.problems if not problem.warning] == []
    assert len(found.problems) <= 5


def test_facts_of_the_record_cite_their_sources() -> None:
    kinds = {kind.what: kind for kind in check().coverage["korea"]}
    for what in ("operations", "fronts", "control", "events"):
        assert kinds[what].sourced == kinds[what].facts, what
    assert kinds["entries"].sourced >= 0.85 * kinds["entries"].facts


def test_reference_page_and_editor_schema_are_current() -> None:
    """`python main.py schema --write` renews both."""
    assert (SCENARIOS / "README.md").read_text(encoding="utf-8") == reference_markdown()
    assert (SCENARIOS / "schema.json").read_text(encoding="utf-8") == schema_json()


@pytest.mark.parametrize("kind", FILES)
def test_schema_refers_only_to_what_it_defines(kind: str) -> None:
    text = json.dumps(schema(kind))
    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) == set(schema(kind)["$defs"])


def test_examples_of_the_reference_page_are_right() -> None:
    models: dict[str, type[ScenarioFile | RecordFile]] = {"extends": VariantFile, "forces": RecordFile}
    blocks = re.findall(r"```yaml\n(.*?)```", reference_markdown(), re.S)
    assert len(blocks) == 3
    for block in blocks:
        parsed = parse(block.encode(), "README.md")
        problems = parsed.problems
        for key, model in models.items():
            if key in parsed.tree:
                fit(model, parsed.tree, problems)
        for change in parsed.tree.get("changes", ()):
            fit(Change, change, problems)
        assert problems == []


@pytest.mark.parametrize("model", [Condition, Effect])
def test_every_word_of_the_vocabulary_has_an_example_that_loads(model: type[Condition | Effect]) -> None:
    for name, field in model.model_fields.items():
        assert field.examples
        found = model.model_validate({name: field.examples[0]})
        assert found.word == name


def test_vocabulary_is_that_of_the_rules() -> None:
    """A word that the rules do not know would be ignored without a sign."""
    tests = {name.lower().removesuffix("_below") for name in terms.Test.__members__} - {"always"}
    assert set(Condition.model_fields) == tests
    assert set(Effect.model_fields) == {name.lower() for name in terms.Effect.__members__} - {"nothing"}
    missions = RecordFile.model_json_schema()["$defs"]["Operation"]["properties"]["mission"]["enum"]
    assert set(missions) == {name.lower() for name in terms.Mission.__members__} - {"none"}


def test_variant_changes_what_it_says_and_nothing_else() -> None:
    base, variant = load("korea-1950-invasion"), load(VARIANT)
    assert variant.extends == base.id
    before = {force.id: force for force in base.book.forces}
    after = {force.id: force for force in variant.book.forces}
    assert set(before) - set(after) == {"us-25-div"}
    assert set(after) - set(before) == {"us-test-rct"}
    assert after["us-24-div"].arrives.date == datetime.date(1950, 7, 1)  # type: ignore[union-attr]
    assert after["us-24-div"].entries[0].men == Range(low=9000, best=10000, high=12000)
    moved, was = after["us-1-cav-div"], before["us-1-cav-div"]
    assert {(b.date - a.date).days for a, b in zip(moved.entries, was.entries)} == {4}
    same = set(before) & set(after) - {"us-24-div", "us-1-cav-div"}
    assert [name for name in same if before[name] != after[name] and before[name].merges_into != "us-25-div"] == []
    orders = {order.id: order for order in variant.book.operations}
    assert orders["kpa-0625-1"].reserve == 0.4
    assert not [order for order in orders.values() if order.formation == "us-25-div" or "us-25-div" in order.units]
    assert variant.theatre.assumptions["control"]["influence_base"].value == 160
    assert base.theatre.assumptions["control"]["influence_base"].value != 160
    assert "my-event" in {event.id for event in variant.book.events}
    assert "un-vote" not in {decision.id for decision in variant.decisions}
    assert [choice.option for choice in variant.choices] == ["two-divisions"]
    assert variant.period.to == datetime.date(1950, 8, 15)


def test_loading_a_variant_leaves_the_shared_theatre_alone() -> None:
    listed = {one.id: one for one in available([VARIANT.parent, SCENARIOS])}
    base, variant = listed["korea-1950-invasion"].scenario, listed["variant"].scenario
    assert base is not None
    assert variant is not None
    assert base.book == load("korea-1950-invasion").book
    assert variant.book == load(VARIANT).book


def test_broken_scenario_stays_in_the_menu_with_its_problems(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("format: 1\nid: mine\ntitle: Mine\nauthor: A. Teacher\n", encoding="utf-8")
    (tmp_path / "worse.yaml").write_text("{", encoding="utf-8")
    listed = {one.id: one for one in available([tmp_path, SCENARIOS])}
    assert set(NAMES) | {"mine", "worse"} == set(listed)
    assert listed["mine"].scenario is None
    assert listed["mine"].author == "A. Teacher"
    assert len(listed["mine"].problems) == 3
    assert listed["worse"].problems
    assert all(listed[name].scenario is not None for name in NAMES)


def test_own_folder_comes_before_the_games(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("P38_HOME", str(tmp_path))
    (tmp_path / "scenarios").mkdir()
    own = tmp_path / "scenarios" / "mine.yaml"
    own.write_text("format: 1\nid: mine\ntitle: Mine\nextends: korea-1950-pusan\n", encoding="utf-8")
    assert load("mine").path == own
    assert load("mine").title.en == "Mine"
    with pytest.raises(ScenarioError, match="did you mean 'mine'"):
        load("mne")


def test_theatre_beside_a_scenario_is_its_theatre(tmp_path: Path) -> None:
    shutil.copytree(SCENARIOS / "korea", tmp_path / "korea", ignore=shutil.ignore_patterns("carry*", "hand"))
    shutil.copy(SCENARIOS / "korea-1950-pusan.yaml", tmp_path / "mine.yaml")
    assert load(tmp_path / "mine.yaml").theatre.folder == tmp_path / "korea"


def test_lint_finds_units_at_sea_wrong_sides_and_orders_to_nobody(tmp_path: Path) -> None:
    path = tmp_path / "strange.yaml"
    path.write_text(
        "format: 1\nid: strange\ntitle: Strange\nextends: korea-1950-invasion\nchanges:\n"
        "- set: {force: kpa-1-div, entries.1950-06-25.at: {lat: 37.0, lon: 124.6}}\n"
        "- set: {force: kpa-3-div, entries.1950-06-25.at: taegu}\n"
        "- set: {operation: kpa-0625-1, ordered: 1950-06-29}\n"
        "- add: {formation: {id: us-x, name: Nobody, side: us}}\n"
        "- add: {operation: {id: us-x-1, issuer: us, formation: us-x, ordered: 1950-07-01, from: 1950-07-01,"
        " mission: attack}}\n",
        encoding="utf-8",
    )
    scenario = load(path)
    said = [str(problem) for problem in lint_record(scenario.theatre, scenario.book, scenario.trees["record"])]
    for line, words in [
        (6, "kpa-1-div stands in the sea"),
        (7, "kpa-3-div stands"),
        (8, "kpa-0625-1 is ordered after it begins"),
        (10, "us-x commands no force"),
        (10, "us-x-1: 'attack' needs an objective"),
    ]:
        assert any(f"strange.yaml:{line}:" in sentence and words in sentence for sentence in said), (words, said)


@pytest.mark.parametrize("name", ["pusan", "Pusan", "Busan", "부산", "釜山"])
def test_place_is_found_by_every_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text(f"control:\n- {{place: {name}, date: 1950-09-14, from: un, to: dprk}}\n", encoding="utf-8")
    assert check([str(path)]).problems == []


def test_namesakes_must_be_given_by_id(tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("control:\n- {place: Sunchon, date: 1950-09-14, from: un, to: dprk}\n", encoding="utf-8")
    assert "write sunchon_n or sunchon_s" in str(check([str(path)]).problems[0])


def test_side_of_an_army_by_date() -> None:
    theatre = load_theatre()
    assert theatre.side_of("kpa", datetime.date(1950, 6, 25)) == 0
    assert theatre.side_of("us", datetime.date(1950, 6, 25)) == -1
    assert theatre.side_of("us", datetime.date(1950, 7, 5)) == 1


def test_scenario_keeps_the_texts_it_was_made_from() -> None:
    scenario = load("no-us-ground-troops")
    names = {Path(name).name for name in scenario.texts}
    assert {"no-us-ground-troops.yaml", "korea-1950-invasion.yaml", "map.yaml", "forces.yaml"} <= names


def test_scenario_schema_accepts_what_the_loader_accepts() -> None:
    required = schema()["anyOf"]
    assert {"extends"} in [set(one["required"]) for one in required]
    assert set(ScenarioFile.model_json_schema()["required"]) in [set(one["required"]) for one in required]
