"""Pure rules of the order business: no I/O, no clock, no database."""
