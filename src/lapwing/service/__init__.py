"""The doors and the world: command line, files, worker processes, clock."""
