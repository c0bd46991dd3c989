"""The window (pygame) and the terminal front end. Only this room imports pygame."""

import os

os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")  # stdout belongs to figures and JSON
