"""A page of a PDF as an image for Tesseract."""

from __future__ import annotations

import io

import pypdfium2

from pipeline.read.parts import Page

DPI = 300
LARGEST = 40_000_000
"""Pixels of a rendered page at most: A3 at 300 dpi has 17 million"""


def rendered(pdf: pypdfium2.PdfDocument, index: int) -> tuple[bytes, float]:
    """Page `index` as a grey PNG, at 300 dpi or as many as fit, and the pixels of it that make a point."""
    page = pdf[index]
    width, height = page.get_size()
    scale = DPI / 72
    scale *= min(1.0, (LARGEST / max(1.0, width * height * scale * scale)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI))
    return out.getvalue(), scale


def in_points(page: Page, scale: float) -> Page:
    """`page` with boxes in points that were in pixels."""
    return [[[word.scaled(1 / scale) for word in line] for line in paragraph] for paragraph in page]
