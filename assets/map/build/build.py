"""Builds the map of the theatre from the crops in ../crops and the hand-made tables.

    python assets/map/build/build.py            scenarios/korea/map.yaml and assets/map/lines.json
    python assets/map/build/build.py --relief   also assets/map/relief.webp (about two minutes)
    python assets/map/build/build.py --check    writes nothing; exit code 1 if map.yaml is not what would be derived

Needs numpy, scipy, scikit-image, pillow, pyyaml and pydantic; --relief also numba. Playing needs no scipy,
scikit-image or pillow.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from frame import ROOT, THEATRE
from linesfile import lines_text
from theatre import derive, map_text

ASSETS = ROOT / "assets" / "map"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0, or 1 where --check finds a difference."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--relief", action="store_true", help="paint the relief plate too")
    parser.add_argument("--check", action="store_true", help="only compare map.yaml with a fresh derivation")
    chosen = parser.parse_args(arguments)
    derived = derive()
    text, path = map_text(derived), THEATRE / "map.yaml"
    if chosen.check:
        same = path.read_text(encoding="utf-8") == text
        print("map.yaml is what the build derives" if same else "map.yaml differs from what the build derives")
        return 0 if same else 1
    path.write_text(text, encoding="utf-8")
    lines = lines_text(derived)
    (ASSETS / "lines.json").write_text(lines, encoding="utf-8")
    print(f"map.yaml {len(text) // 1024} KB, lines.json {len(lines) // 1024} KB")
    if chosen.relief:
        from plate import paint  # numba is needed only here

        paint(derived, ASSETS / "relief.webp")
    return 0


if __name__ == "__main__":
    sys.exit(main())
