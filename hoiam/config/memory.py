"""What a process that serves asks of the memory it lives in."""

import contextlib
import ctypes
import gc

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's malloc.h
ARENAS = 2
LARGE = 512 * 1024
"""Bytes: what is larger is a mapping of its own, given back as soon as it is free."""
YOUNG, MIDDLE, OLD = 20_000, 20, 50


def settle() -> None:
    """Once everything is loaded, and before the threads begin.

    With an arena of malloc for each thread, what is free in one is lost to all others: few are enough for threads
    that take turns anyway. A large block (16 MB for each password checked) would raise the bound above which blocks
    are mapped, and the next ones would be taken from the heap and stay there: so the bound is fixed. And what is
    loaded by now stays for good: the garbage collector need not walk through it again and again, nor look so often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    with contextlib.suppress(AttributeError, OSError):  # other C libraries have neither
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE)
        ctypes.CDLL(None).malloc_trim(0)
