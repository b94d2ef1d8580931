"""Set-up of all tests."""

from __future__ import annotations

import os

from hypothesis import settings

from pipeline import defects

# No deadline: the first example of a test may build tables or load a library, and machines are
# busy.
settings.register_profile("mahdar", deadline=None)
settings.load_profile("mahdar")

# A defect raises here, in the processes of a pool too.
os.environ[defects.SWITCH] = "1"
