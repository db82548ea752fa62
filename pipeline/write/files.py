"""Files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Write `data` beside `path`, or in the folder `scratch` of the same disk, and rename: a reader sees the old file or the new
    one, never half. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(path, Path):  # an address: what is put there appears when it is whole
        path.write_bytes(data)
        return
    handle, beside = tempfile.mkstemp(dir=scratch or path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
