"""YAML -> Scenario: a strict loader; every mistake at once, with file, line, column and the nearest known word.

nodes     YAML text -> trees that remember positions (the only file that knows `yaml`)
problems  what a mistake looks like, and how many are shown
shelf     which files there are
shapes    trees against the models of game.schema
links     ids and references
resolve   `extends` and `changes`
loading   Scenario, Theatre, load, load_theatre, available
"""

from game.scenario.loading import Listed, Scenario, Theatre, available, load, load_theatre
from game.scenario.problems import Problem, ScenarioError, report
from game.scenario.shelf import roots, user_folder

__all__ = [
    "Listed",
    "Problem",
    "Scenario",
    "ScenarioError",
    "Theatre",
    "available",
    "load",
    "load_theatre",
    "report",
    "roots",
    "user_folder",
]
