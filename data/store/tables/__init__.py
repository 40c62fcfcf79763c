"""The tables of the desk, one module per subject; importing `all_tables` from `.registry` loads them all."""
