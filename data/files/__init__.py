"""Bytes in and out: reading customers' files into drafts, writing lists for people and other programs."""
