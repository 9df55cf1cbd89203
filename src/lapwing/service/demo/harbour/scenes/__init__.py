"""The scenes of Harbour, one file each."""
