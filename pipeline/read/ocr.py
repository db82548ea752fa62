"""Images through Tesseract, which writes hOCR that the same reader takes."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from pipeline.read import hocr
from pipeline.read.document import ReadError, said
from pipeline.read.parts import Page, Parts

LONGEST, LARGEST = 32_000, 150_000_000
"""Pixels of the longest side and of the whole image, beyond which Tesseract does not go"""
SMALLER = "make it smaller (300 dpi are enough) and run again"
PATIENCE = 300
"""Seconds for one image"""
INSTALL = "sudo apt install tesseract-ocr tesseract-ocr-{package} (macOS: brew install tesseract tesseract-lang)"


def parts(data: bytes, ocr: str | None) -> Parts:
    """The pages of the image in `data`. Raises ReadError."""
    try:
        with _quiet(), Image.open(io.BytesIO(data)) as image:
            media_type, (width, height) = Image.MIME.get(image.format or "", "image/*"), image.size
    except Image.DecompressionBombError as error:
        raise ReadError(f"an image of too many pixels ({said(error)}); {SMALLER}") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise ReadError(f"a damaged image ({said(error).partition(' <')[0]}); get it again") from error
    if max(width, height) > LONGEST or width * height > LARGEST:
        raise ReadError(f"an image of {width} by {height} pixels; {SMALLER}")
    if ocr is None:
        raise ReadError("an image; run again with --ocr to read it through Tesseract")
    pages = image_pages(data, ocr)
    return Parts(media_type, pages, unread=tuple(number for number, page in enumerate(pages, 1) if not page))


@contextmanager
def _quiet() -> Iterator[None]:
    """What Pillow has to say of a strange image is said by Tesseract too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def image_pages(data: bytes, model: str) -> Sequence[Page]:
    """The pages that Tesseract reads in an image with `model`, such as `kaz`. Raises ReadError."""
    require(model)
    with tempfile.TemporaryDirectory(prefix="repair-") as folder:
        image, out = Path(folder, "image"), Path(folder, "out")
        image.write_bytes(data)
        # One thread each: documents are read side by side, and Tesseract's own threads make it slower.
        environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
        command = ["tesseract", str(image), str(out), "-l", model, "hocr"]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PATIENCE, env=environment, check=False)
        except subprocess.TimeoutExpired as error:
            raise ReadError(f"Tesseract took longer than {PATIENCE} seconds; make the image smaller and run again") from error
        found = out.with_suffix(".hocr")
        if done.returncode or not found.exists():
            words = done.stderr.decode("utf-8", "replace").replace(str(image), "the image").strip().splitlines()
            why = words[-1][:200] if words else "it said nothing"
            raise ReadError(f"Tesseract could not read it ({why}); get the image again")
        return hocr.pages(found.read_bytes())


@cache
def require(model: str) -> None:
    """Raises ReadError where Tesseract or its model is missing, with the command that installs it."""
    parts = model.split("+")
    install = INSTALL.format(package=parts[0].replace("_", "-"))
    if shutil.which("tesseract") is None:
        raise ReadError(f"--ocr needs Tesseract; install it with: {install}")
    listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=False).stdout.split()
    missing = [part for part in parts if part not in listed]
    if missing:
        raise ReadError(f"Tesseract has no model {', '.join(missing)}; install it with: {install}")
