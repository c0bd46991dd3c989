"""The window (pygame) and the terminal front end. Only this room imports pygame."""

import os

# pygame greets on stdout, where commands print figures that programs read
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
