"""The sample desk: an invented office, made by code, to look around in and to try things on."""
