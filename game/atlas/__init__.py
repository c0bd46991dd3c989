"""Geometry to draw, without pygame: the window, the reports and the film draw from the same lines.

Kilometres east and north, except where a docstring says screen units.
"""
