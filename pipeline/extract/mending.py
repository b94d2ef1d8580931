"""For environments installed before `boundaries.py` got its name: spaCy loads every entry point."""

from pipeline.extract.boundaries import create_boundaries as create_mending  # noqa: F401
