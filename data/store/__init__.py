"""The record room: the only package that knows SQL, SQLAlchemy and SQLite."""
