"""The rooms of the full screen, one per file."""
