"""The rulebook: fifteen numbered chapters, read in the order of sequence.py."""
