"""The window (pygame) and the terminal front end. Only this room imports pygame."""
