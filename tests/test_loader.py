"""Whatever a file holds, the loader answers with located sentences, and never with a traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game import cli
from game.scenario import Problem, ScenarioError, load, report
from game.scenario.check import check
from game.scenario.nodes import MAX_BYTES, parse, scalar
from game.scenario.shelf import Shelf, roots

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SCENARIOS = roots()[-1]
TEXTS = [
    (SCENARIOS / "korea-1950-invasion.yaml").read_bytes(),
    (SCENARIOS / "no-us-ground-troops.yaml").read_bytes(),
    (Path(__file__).parent / "variant.yaml").read_bytes(),
]


def test_there_are_at_least_twenty_kinds_of_broken_file() -> None:
    assert len(BROKEN) >= 20


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_file_is_answered_with_its_sentence(path: Path) -> None:
    """The first line of each file is a comment with what must be said, parts separated by ||, and nothing else."""
    expected = path.read_bytes().split(b"\n", 1)[0].decode().removeprefix("# ").split(" || ")
    found = check([str(path)])
    said = [str(problem) for problem in found.problems]
    assert found.exit_code == 1
    for part in expected:
        assert any(part in sentence for sentence in said), f"{part!r} is not in {said}"
    assert len([problem for problem in found.problems if not problem.warning]) == len(expected), said
    assert all(re.match(r".+\.yaml:\d+:\d+  ", sentence) for sentence in said)
    assert found.problems[0].file.endswith(path.name)


def test_command_prints_the_place_and_exits_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(__file__).parent / "broken" / "unknown-unit-type.yaml"
    assert cli.main(["check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "unknown-unit-type.yaml:7:9  unknown unit type 'kpa-infanty-division-1950'; did you mean" in said
    assert "1 mistake, no warnings" in said


def test_all_mistakes_of_a_file_in_one_run(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text(
        "format: 1\nid: many\ntitle: Many\ntheatre: korea\nperiod: {from: 1950-06-31, to: 1950-09-15}\n"
        "play: {sides: [dprk, unn], default: dprk}\ndecisions: [walkers-lin]\nbriefin: x\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(5, 16), (6, 22), (7, 13), (8, 1)]


def test_hundreds_of_mistakes_are_grouped_and_counted() -> None:
    problems = [Problem("a.yaml", n + 1, 1, f"unknown place 'x{n}'", "", "unknown place") for n in range(200)]
    problems += [Problem("b.yaml", 1, 1, "something else", "", "other")]
    lines = report(problems)
    assert len(lines) == 21
    assert "and 181 of the same kind" in lines[-1]
    assert any("something else" in line for line in lines)


def test_one_unreadable_file_is_one_mistake(tmp_path: Path) -> None:
    """Its ids are unknown to everything else; that must not become hundreds of complaints."""
    for path in (SCENARIOS / "korea").rglob("*.yaml"):
        if not {"hand", "carry"} & set(path.parts):
            copy = tmp_path / "korea" / path.relative_to(SCENARIOS / "korea")
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    (tmp_path / "korea" / "record" / "forces.yaml").write_text("forces:\n- {id: a\n- b\n", encoding="utf-8")
    (tmp_path / "korea" / "units.yaml").unlink()
    found = check([str(tmp_path / "korea")])
    assert found.mistakes == 2
    assert {Path(problem.file).name for problem in found.problems} == {"forces.yaml", "units.yaml"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"), ("on", "on"), ("yes", "yes"), ("12:30", "12:30"), ("0712", "0712"), ("1_000", "1_000"),
        ("1950-06-25", "1950-06-25"), ("0x1F", "0x1F"), ("1e999", "1e999"), (".inf", ".inf"), ("9" * 5000, "9" * 5000),
        ("187", 187), ("-3", -3), ("0.25", 0.25), (".5", 0.5), ("1e3", 1000.0), ("true", True), ("False", False),
        ("~", None), ("null", None), ("", None), ("+", "+"), ("-", "-"), (".", "."), ("1.2.3", "1.2.3"),
    ],
)  # fmt: skip
def test_scalars_by_yaml_1_2_and_nothing_else(text: str, value: object) -> None:
    found = scalar(text)
    assert found == value
    assert type(found) is type(value)


HOSTILE = {
    "huge": b"a: 1\n" * (MAX_BYTES // 4),
    "long number": b"a: " + b"9" * 100_000,
    "long line": b"a: " + b"x" * 1_000_000,
    "deep flow": b"a: " + b"[" * 100_000,
    "deep mapping": b"{a: " * 100_000,
    "deep block": b"- " * 100_000 + b"a",
    "deep indentation": b"\n".join(b" " * n + b"a:" for n in range(2000)),
    "many keys": b"\n".join(b"k%d: 1" % n for n in range(100_000)),
    "many anchors": b"".join(b"- &a%d x\n" % n for n in range(20_000)),
    "many twice": b"a: 1\n" * 5000,
    "laughs": b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(ord("b"), ord("z"))),
    "only a comment": b"# nothing",
    "byte order mark": b"\xef\xbb\xbfformat: 1\n",
    "utf-16": "format: 1\n".encode("utf-16"),
    "lone surrogate": b"a: \xed\xa0\x80",
    "nul": b"a: \x00",
    "directive": b"%YAML 99.9\n---\na: 1",
    "binary": bytes(range(256)),
    "complex key": b"? [a, b]\n: c",
    "null key": b"~: 1\n? \n: 2",
    "percent": b"%",
    "bracket": b"]",
    "question": b"?",
    "ampersand": b"&",
    "dash and tab": b"-\t- a",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_or_located(raw: bytes, tmp_path: Path) -> None:
    parsed = parse(raw, "x.yaml")
    assert all(problem.line >= 1 and problem.column >= 1 for problem in parsed.problems)
    path = tmp_path / "x.yaml"
    path.write_bytes(raw)
    assert check([str(path)]).exit_code == 1


@pytest.mark.parametrize(
    "name", ["nothing-of-the-kind", "/nonexistent/x.yaml", "a" * 5000, "", "/dev/null", ".", "korea "]
)
def test_name_that_means_nothing_is_answered(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert check([name]).exit_code == 1
    with pytest.raises(ScenarioError):
        load(name)


SHELF = Shelf()
PLACE = st.floats(0, 1)
MUTATIONS = st.one_of(
    st.tuples(st.just("cut"), PLACE, st.just(b"")),
    st.tuples(st.just("insert"), PLACE, st.binary(min_size=1, max_size=4)),
    st.tuples(
        st.just("insert"), PLACE, st.sampled_from([b"\t", b" ", b"  ", b"\n", b": ", b"- ", b"[", b"}", b'"', b"'"])
    ),
    st.tuples(
        st.just("insert"), PLACE, st.sampled_from([b"&a ", b"*a", b"!!x ", b"<<: ", b"---\n", b"null", b"1e9", b"#"])
    ),
    st.tuples(st.just("delete"), PLACE, st.binary(min_size=1, max_size=30)),
    st.tuples(st.just("flip"), PLACE, st.binary(min_size=1, max_size=1)),
    st.tuples(st.just("indent"), PLACE, st.sampled_from([b" ", b"   ", b"\t"])),
    st.tuples(st.just("again"), PLACE, st.just(b"")),
)


def mutated(raw: bytes, kind: str, place: float, what: bytes) -> bytes:
    at = int(place * len(raw))
    line = raw.rfind(b"\n", 0, at) + 1
    end = raw.find(b"\n", line) + 1 or len(raw)
    return {
        "cut": raw[:at],
        "insert": raw[:at] + what + raw[at:],
        "delete": raw[:at] + raw[at + len(what) :],
        "flip": raw[:at] + what + raw[at + 1 :],
        "indent": raw[:line] + what + raw[line:],
        "again": raw[:end] + raw[line:end] + raw[end:],
    }[kind]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(TEXTS), st.lists(MUTATIONS, min_size=1, max_size=4))
def test_damaged_scenario_loads_or_says_where(
    tmp_path: Path, raw: bytes, damages: list[tuple[str, float, bytes]]
) -> None:
    for damage in damages:
        raw = mutated(raw, *damage)
    path = tmp_path / "damaged.yaml"
    path.write_bytes(raw)
    for known in (SHELF.trees, SHELF.problems, SHELF.texts):
        known.pop(path, None)
    found = mistakes(path)
    lines = raw.count(b"\n") + raw.count(b"\r") + raw.count(b"\xc2\x85") + raw.count(b"\xe2\x80") + 2
    for problem in found:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.message
        assert problem.line <= lines or not problem.file.endswith("damaged.yaml")


def mistakes(path: Path) -> list[Problem]:
    try:
        load(path, shelf=SHELF)
    except ScenarioError as error:
        return error.problems or pytest.fail("refused without a reason")
    return []
