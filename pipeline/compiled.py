"""Loops over numbers, which Numba compiles when they are first run and keeps beside their file or in the user's folder of caches.

It notices a change of that file alone: what is compiled, and its constants, stand in one module.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
"""Code points, one a letter"""
Compiled = TypeVar("Compiled", bound=Callable[..., Any])


def codes_of(word: str) -> Codes:
    """The code points of a word, which is how compiled loops know it."""
    return np.frombuffer(word.encode("utf-32-le", "surrogatepass"), np.uint32)


def compiled(function: Compiled) -> Compiled:
    """For what is `kept` to call."""
    return cast(Compiled, numba.njit(function))


def kept(function: Compiled) -> Compiled:
    """Compiled once, and kept for later processes where there is a folder for that and room in it."""
    try:
        ready = numba.njit(cache=True)(function)
    except RuntimeError:  # no folder that can be written
        ready = numba.njit(function)

    @wraps(function)
    def call(*args: Any) -> Any:
        try:
            return ready(*args)
        except OSError:  # it is compiled, but there was no room to keep it
            return ready(*args)

    return cast(Compiled, call)
