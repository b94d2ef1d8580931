"""Read PDFs in a separate process with limits of time and memory: a few bytes of PDF can ask for
gigabytes, and Python cannot refuse what a native library allocates.

One such process lives as long as this one and reads one file after another. It is replaced when a
file breaks it, and from time to time. The memory limit works on Linux only; the time limit
everywhere."""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from pipeline.config import Config
from pipeline.errors import InputError, Reason
from pipeline.readers.draft import Draft

FILES = 500  # files read by one process, because the library may not return all memory

_START = "import sys; sys.path[:] = {path!r}; from pipeline.readers import apart; apart.serve({fd})"
# exit status of PDFium, which gives up, and of the kernel
_OUT_OF_MEMORY = (signal.SIGABRT, signal.SIGKILL)


@dataclass(slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    connection: Connection
    owner: int  # the process that started it; a forked one must start its own
    files: int = 0


_child: _Child | None = None
_lock = threading.Lock()


def read_pdf(data: bytes, config: Config) -> Draft:
    """Run `pdf.read_pdf` within `config.pdf_seconds` and `config.pdf_memory`. Raise InputError,
    also if a limit is exceeded."""
    with _lock:
        return _read(data, config)


def _read(data: bytes, config: Config) -> Draft:
    child, fresh = _ready()
    try:
        answer = _asked(child, data, config)
    except TimeoutError:
        _stop()
        raise _late(config) from None
    except (EOFError, OSError):
        status = _stop()
        if not fresh:  # memory may be short because of the files before
            return _read(data, config)
        raise _broken(status, config) from None
    except BaseException:  # Ctrl-C: its answer must not be taken for that of another file
        _stop()
        raise
    if isinstance(answer, Draft):
        return answer
    raise answer


def _asked(child: _Child, data: bytes, config: Config) -> Draft | Exception:
    child.files += 1
    child.connection.send_bytes(pickle.dumps((data, config)))
    if not child.connection.poll(config.pdf_seconds):
        raise TimeoutError
    answer = pickle.loads(child.connection.recv_bytes())
    if isinstance(answer, Draft):
        return answer
    kind, told = answer
    return InputError(*told) if kind == "input" else RuntimeError(told)


def _late(config: Config) -> InputError:
    return InputError(
        Reason.TIMEOUT,
        f"takes longer than {config.pdf_seconds:g} seconds to read; it is tried again in the next "
        "run; export it again, or raise pdf_seconds",
    )


def _broken(status: int, config: Config) -> InputError:
    """Return what the end of the process says about the file."""
    if -status in _OUT_OF_MEMORY:
        return InputError(
            Reason.TOO_LARGE,
            f"takes more than {config.pdf_memory:,} bytes of memory to read; export it again, or "
            "raise pdf_memory",
        )
    if -status == signal.SIGXCPU:
        return _late(config)
    return InputError(Reason.UNREADABLE, "the PDF breaks what reads it; export it again")


def _ready() -> tuple[_Child, bool]:
    """Return the process, and whether it has read nothing yet."""
    global _child
    if _child is not None and _child.owner != os.getpid():
        _child = None  # another process's child; do not end it
    if _child is not None and _child.files >= FILES:
        _stop()
    if _child is None:
        _child = _started()
    return _child, _child.files == 0


def _started() -> _Child:
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", _START.format(path=sys.path, fd=theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # messages of the library about damaged files
            pass_fds=[theirs.fileno()],
            start_new_session=True,  # only this process handles Ctrl-C; it ends the child
        )
    return _Child(process, ours, os.getpid())


def _stop() -> int:
    """End the process; return its status."""
    global _child
    child, _child = _child, None
    if child is None or child.owner != os.getpid():
        return 0
    child.connection.close()
    # one that died by itself keeps its status
    with suppress(subprocess.TimeoutExpired):
        return child.process.wait(0.2)
    child.process.kill()
    child.process.wait()
    return 0


atexit.register(_stop)


def serve(fd: int) -> None:
    """Serve in the child process: read each file that arrives, until the input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with Connection(fd) as connection:
        while True:
            try:
                data, config = pickle.loads(connection.recv_bytes())
            except EOFError:
                return
            connection.send_bytes(pickle.dumps(_answer(data, config)))


def _answer(data: bytes, config: Config) -> Any:
    from pipeline.readers import pdf

    try:
        _limit(config)
        return pdf.read_pdf(data, config)
    except InputError as err:
        return "input", (err.reason, err.detail)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGABRT)
    except Exception:
        return "defect", traceback.format_exc()


def _limit(config: Config) -> None:
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    # ends the child if its parent is killed
    seconds = int(used.ru_utime + used.ru_stime + config.pdf_seconds) + 1
    _lower(resource.RLIMIT_CPU, seconds)
    if sys.platform == "linux":
        _lower(resource.RLIMIT_AS, config.pdf_memory)


def _lower(which: int, limit: int) -> None:
    """Set a limit of this process, within one that was set from outside (`ulimit`, a scheduler)."""
    import resource

    _, most = resource.getrlimit(which)
    within = limit if most == resource.RLIM_INFINITY else min(limit, most)
    resource.setrlimit(which, (within, most))
