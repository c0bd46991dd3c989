"""The scenario format: annotated models with unit, range, default, meaning and example.

Loader, lint, reference page (scenarios/README.md) and editor schema (scenarios/schema.json) all come from these.
values    dates, places, ranges, texts, confidence and basis
theatre   map, rivers, routes, places, provinces
book      sides, types of units, sources, assumptions
record    forces, operations, fronts, control, events, decisions; conditions and effects
scenario  a scenario, a variant
"""
