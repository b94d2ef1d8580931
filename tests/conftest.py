"""Set-up of all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from pipeline import defects

# No deadline: the first example of a test may build tables or load a library, and machines may be
# busy.
settings.register_profile("mahdar", deadline=None)
settings.load_profile("mahdar")

# A defect raises here, in the processes of a pool too.
os.environ[defects.SWITCH] = "1"


@pytest.fixture(autouse=True, scope="session")
def no_death_by_pipe() -> Iterator[None]:
    """Keep SIGPIPE from ending the tests: a command that runs inside them enables it, and a later
    test may write to a closed socket."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(signal, "SIGPIPE", raising=False)
        yield
