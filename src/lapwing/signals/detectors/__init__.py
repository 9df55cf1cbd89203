"""The detectors; one file is one detector."""
