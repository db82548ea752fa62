"""What is compiled runs wherever it is installed."""

from __future__ import annotations

import numba
import pytest

from pipeline.compiled import kept


def test_what_is_compiled_need_not_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder that cannot be written nor a full disk stops the search."""

    def no_folder(cache: bool = False) -> object:
        raise RuntimeError("cannot cache function: no locator available")

    def plain(function: object) -> object:
        return function

    tried = []

    def no_room(number: int) -> int:
        tried.append(number)
        if len(tried) == 1:
            raise OSError(28, "No space left on device")
        return number

    monkeypatch.setattr(numba, "njit", lambda function=None, cache=False: no_folder() if cache else plain(function))
    assert kept(abs)(-3) == 3
    monkeypatch.setattr(numba, "njit", lambda function=None, cache=False: plain)
    assert kept(no_room)(3) == 3 and tried == [3, 3]
