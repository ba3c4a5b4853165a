"""What a process that serves asks of the memory it lives in."""

import contextlib
import ctypes
import gc

M_ARENA_MAX = -8  # of glibc's malloc.h
ARENAS = 2
YOUNG, MIDDLE, OLD = 20_000, 20, 50


def settle() -> None:
    """Once everything is loaded, and before the threads begin.

    With an arena of malloc for each thread, what is free in one is lost to all others: few are enough for threads
    that take turns anyway. And what is loaded by now stays for good: the garbage collector need not walk through it
    again and again, nor look so often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    with contextlib.suppress(AttributeError, OSError):  # other C libraries have neither
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
        ctypes.CDLL(None).malloc_trim(0)
