"""The command line: exit codes, names of the figures, and what a person sees."""

import json
from pathlib import Path

import pytest

from game import cli

AGAINST = """
control:
- {place: Seoul, date: 1950-06-28, from: un, to: kpa}
- {place: {name: Paekchon ferry, lat: 37.45, lon: 126.95}, date: 1950-07-02, from: un, to: dprk, source: anybody-1999}
fronts:
- {date: 1950-06-27, line: [[37.8, 126.6], [37.8, 127.3], [37.9, 128.9]]}
"""


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    try:
        code = cli.main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("command", [name for name, _, _ in cli.COMMANDS])
def test_every_command_explains_itself(capsys, command):
    code, out, _ = ask(capsys, command, "--help")
    assert code == 0
    assert command in out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["conquer"], 2, "invalid choice"),
        (["run", "korea-1950-invasion", "--worlds", "0"], 2, "not a number from 1"),
        (["run", "korea-1950-invasion", "--until", "1950-06-31"], 2, "not a date"),
        (["run", "korea-1950-invasion", "--until", "1951-01-01"], 2, "--until"),
        (["run", "korea-1950-invasoin"], 1, "korea-1950-invasion"),
        (["hindcast", "--from", "1950-07-01", "--to", "1950-06-30"], 2, "--to"),
        (["hindcast", "--against", "nothing.yaml"], 1, "nothing.yaml"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(capsys, arguments, code, said):
    got, out, err = ask(capsys, *arguments)
    assert got == code
    assert said in err
    assert "Traceback" not in err
    assert out == ""


def test_run_gives_the_figures_others_rely_on(capsys):
    asked = ["run", "korea-1950-invasion", "--worlds", "2", "--seed", "7", "--until", "1950-06-26", "--json"]
    code, out, _ = ask(capsys, *asked)
    result = json.loads(out)
    assert code == 0
    assert {
        "scenario", "worlds", "seed", "days", "wall_s", "cpu_s", "world_days_per_cpu_s", "unit_days_per_cpu_s",
        "bytes_per_world", "hashes", "outcomes",
    } <= set(result)  # fmt: skip
    assert result["days"] == 2
    assert len(set(result["hashes"])) == 2
    assert result["outcomes"][0]["places"]["pusan"] == "un"
    assert result["outcomes"][0]["losses"]["un"] > 0
    assert json.loads(ask(capsys, *asked)[1])["hashes"] == result["hashes"]
    one = [*asked[:3], "1", *asked[4:]]
    assert json.loads(ask(capsys, *one)[1])["hashes"] == result["hashes"][:1]


def test_hindcast_against_anybodys_facts(capsys, tmp_path: Path):
    file = tmp_path / "facts.yaml"
    file.write_text(AGAINST, encoding="utf-8")
    code, out, _ = ask(capsys, "hindcast", "--to", "1950-07-03", "--worlds", "2", "--against", str(file), "--json")
    card = json.loads(out)
    assert code == 0
    assert {"from", "to", "worlds", "script_share", "fronts", "control", "strengths", "skill"} <= set(card)
    assert set(card["skill"]) == {"front", "front_at_30_days", "against_orders_only", "dates"}
    given = [row for row in card["fronts"] if row["origin"] == "given"]
    assert [row["date"] for row in given] == ["1950-06-27"]
    assert given[0]["days_ahead"] == 2
    assert {"mean", "p10", "p90"} == set(given[0]["error_km"])
    assert {"persistence_km", "orders_only_km", "brier"} <= set(given[0])
    places = {row["place"]: row for row in card["control"] if row["origin"] == "given"}
    assert set(places) == {"seoul", "Paekchon ferry"}
    assert {"place", "date", "to", "happened_share", "simulated_median", "crps_days", "inside"} <= set(places["seoul"])
    assert set(places["seoul"]["inside"]) == {"50", "80", "95"}


def test_facts_with_mistakes_are_located(capsys, tmp_path: Path):
    file = tmp_path / "facts.yaml"
    file.write_text("control:\n- {place: Soeul, date: 1950-06-31, from: un, to: dprk}\n", encoding="utf-8")
    code, _, err = ask(capsys, "hindcast", "--against", str(file))
    assert code == 1
    assert "facts.yaml:2:11  unknown place 'Soeul'; did you mean 'seoul'?" in err
    assert "31 June does not exist" in err


def test_doctor(capsys):
    code, out, _ = ask(capsys, "doctor", "--json")
    assert code == 0
    assert {"python", "kernels", "screen", "scenarios", "fonts"} <= {row["subject"] for row in json.loads(out)}
