"""Chapter 2: calendar and weather.

2.1 The theatre has four weather zones by latitude: the south to Taejon, the middle to the 38th
    parallel and a little beyond, the north-west and Wonsan, and the far north with the reservoirs.
2.2 Each day every zone has clear sky, overcast, rain, snow or bitter cold (a day that does not rise
    above about -10 C), with chances by zone and month.
2.3 Weather holds: with some chance the weather of yesterday goes on. Fronts are wide: zones share
    one draw most of the time.
2.4 Rain wets the ground and lifts the rivers; sun and wind dry it, frost hardens it.
2.5 Rivers freeze and thaw at a pace by zone and month, faster on days of bitter cold.

The chances are general climatology of the four zones (wet days, cloud and temperature of the 20th
century), rounded by judgement and not checked against station normals.
Switched off (an orders-only baseline) it is always clear and dry.
"""

import numpy as np

from game.kernel import kernel
from game.rules.dice import roll
from game.terms import Phase, Weather
from game.world import Assumptions, Clock

CALENDAR = int(Phase.CALENDAR)
CLEAR, OVERCAST, RAIN = int(Weather.CLEAR), int(Weather.OVERCAST), int(Weather.RAIN)
SNOW, BITTER = int(Weather.SNOW), int(Weather.BITTER_COLD)
SHARES_ONE_DRAW = 0.7
# [zone, month, weather] per cent of days: clear, overcast, rain, snow, bitter cold; January first.
CHANCES = np.array([
    [[58, 30, 5, 6, 1], [50, 32, 12, 6, 0], [45, 32, 22, 1, 0], [45, 30, 25, 0, 0],
     [45, 30, 25, 0, 0], [32, 36, 32, 0, 0], [26, 30, 44, 0, 0], [36, 29, 35, 0, 0],
     [38, 32, 30, 0, 0], [58, 27, 15, 0, 0], [55, 30, 14, 1, 0], [60, 30, 5, 5, 0]],
    [[52, 22, 1, 15, 10], [50, 26, 5, 14, 5], [46, 32, 17, 5, 0], [47, 30, 23, 0, 0],
     [46, 30, 24, 0, 0], [38, 34, 28, 0, 0], [22, 30, 48, 0, 0], [32, 30, 38, 0, 0],
     [45, 28, 27, 0, 0], [58, 25, 17, 0, 0], [48, 30, 17, 5, 0], [52, 24, 3, 15, 6]],
    [[45, 18, 0, 12, 25], [46, 22, 1, 14, 17], [45, 33, 10, 12, 0], [47, 33, 20, 0, 0],
     [45, 32, 23, 0, 0], [37, 35, 28, 0, 0], [24, 32, 44, 0, 0], [32, 32, 36, 0, 0],
     [48, 28, 24, 0, 0], [57, 25, 17, 1, 0], [45, 30, 12, 11, 2], [44, 20, 1, 15, 20]],
    [[35, 15, 0, 10, 40], [38, 18, 0, 12, 32], [42, 30, 4, 20, 4], [46, 33, 17, 4, 0],
     [43, 34, 23, 0, 0], [36, 36, 28, 0, 0], [27, 33, 40, 0, 0], [32, 32, 36, 0, 0],
     [48, 28, 24, 0, 0], [52, 26, 14, 8, 0], [38, 26, 4, 20, 12], [35, 16, 0, 13, 36]],
], dtype=np.int64)  # fmt: skip
# [zone, month] ice formed a day, thousandths of ice that bears a division; below zero it thaws. The Yalu bore men by
# early December 1950, the Han by the first days of January 1951.
ICE = np.array([
    [3, 0, -90, -99, -99, -99, -99, -99, -99, -99, -99, 0],
    [22, 5, -60, -99, -99, -99, -99, -99, -99, -99, -40, 18],
    [40, 15, -30, -99, -99, -99, -99, -99, -99, -99, 0, 40],
    [50, 25, -10, -80, -99, -99, -99, -99, -99, -40, 25, 50],
], dtype=np.int64)  # fmt: skip


@kernel
def draw(zone: int, month: int, number: float) -> int:
    """Rule 2.2: weather of a number in [0, 1)."""
    per_cent = int(number * 100.0)
    for kind in range(4):
        per_cent -= int(CHANCES[zone, month - 1, kind])
        if per_cent < 0:
            return kind
    return BITTER


@kernel
def soak(clock: Clock, zone: int, month: int, today: int, assumptions: Assumptions) -> None:
    """Rules 2.4, 2.5: wetness and ice after a day of this weather."""
    wet = int(clock.wet[zone])
    if today == RAIN:
        wet += int(assumptions.rain_wets)
    elif today != OVERCAST or int(clock.frost[zone]) > 300:
        wet -= int(assumptions.sun_dries)
    else:
        wet -= int(assumptions.sun_dries) // 2
    clock.wet[zone] = min(max(wet, 0), 1000)
    ice = int(clock.frost[zone]) + int(ICE[zone, month - 1])
    if today == BITTER:
        ice += int(assumptions.cold_freezes)
    clock.frost[zone] = min(max(ice, 0), 1000)


@kernel
def weather(clock: Clock, assumptions: Assumptions) -> None:
    """Chapter 2 for one day: clock.weather, wet and frost of every zone."""
    day = int(clock.day[0])
    month = int(clock.month[min(day, len(clock.month) - 1)])
    seed = clock.seed[0]
    for zone in range(len(clock.weather)):
        if int(clock.switches[3]) == 1 or month < 1:
            clock.weather[zone], clock.wet[zone], clock.frost[zone] = CLEAR, 0, 0
            continue
        alone = roll(seed, day, CALENDAR, np.uint64(zone), 0) >= SHARES_ONE_DRAW
        who = np.uint64(1 + zone) if alone else np.uint64(0)
        today, yesterday = draw(zone, month, roll(seed, day, CALENDAR, who, 1)), int(clock.weather[zone])
        goes_on = roll(seed, day, CALENDAR, who, 2) < assumptions.weather_holds
        if day > 0 and goes_on and int(CHANCES[zone, month - 1, yesterday]) > 0:
            today = yesterday
        clock.weather[zone] = today
        soak(clock, zone, month, today, assumptions)
