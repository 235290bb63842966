"""Trains Twinmark's fingerprint encoder on synthetic prints alone; see ../README.md."""
