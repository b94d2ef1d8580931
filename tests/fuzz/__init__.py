"""Mutants of our own releases through the whole pipeline: no input may be lost, and none may end a
run. `python -m tests.fuzz` runs many, `test_fuzz.py` a few hundred. A mutant depends only on its
seed and number."""
