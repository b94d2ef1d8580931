"""Set-up of all tests."""

from __future__ import annotations

from hypothesis import settings

# No deadline: the first example of a test may build tables or load a library, and machines are
# busy.
settings.register_profile("mahdar", deadline=None)
settings.load_profile("mahdar")
