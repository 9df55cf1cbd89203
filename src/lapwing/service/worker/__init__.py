"""What is done in the background: due messages, unfinished screenings, checkpoints, discarding."""
