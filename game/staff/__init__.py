"""The headquarters: what a side knows, what it plans, how it carries out."""
