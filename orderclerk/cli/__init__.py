"""The command line: one module per group of commands. Nothing here imports the desk before a command needs it."""
