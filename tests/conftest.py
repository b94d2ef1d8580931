"""Set-up of all tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

from pipeline import defects

# No deadline: the first example of a test may build tables or load a library, and machines are
# busy.
settings.register_profile("mahdar", deadline=None)
settings.load_profile("mahdar")

# A defect raises here, in the processes of a pool too.
os.environ[defects.SWITCH] = "1"


@pytest.fixture(autouse=True, scope="session")
def no_death_by_pipe() -> Iterator[None]:
    """A command that runs inside the tests must not let SIGPIPE end them: a later test that writes
    to a closed socket would."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(signal, "SIGPIPE", raising=False)
        yield
