"""Mutants of our own releases, through the whole pipeline: nothing may be lost, nothing may end a
run. `python -m tests.fuzz` runs many, `test_fuzz.py` a few hundred; a mutant hangs on nothing but
its seed and number."""
