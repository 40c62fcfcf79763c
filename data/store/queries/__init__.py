"""Every SELECT of the desk, one module per subject; each returns frozen values, never rows of the database."""
