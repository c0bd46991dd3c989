"""Parts of carry_facts.py."""
