"""One file a screen. A screen lays itself out in the window, draws itself, and answers events."""
