"""The furniture of the rooms: widgets that know plain values and words, never the desk."""
