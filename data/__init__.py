"""The record room: what orders are, the rules they follow, the desk, its store and its words."""
