"""The front door: command line, application and the one composition root."""
