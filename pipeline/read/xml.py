"""XML of strangers, read without entities, network, or trees without end."""

from __future__ import annotations

import html
import io
import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from pipeline.read.document import ReadError, said

LARGEST = 128 << 20
"""Bytes of the largest layout file that is read; only one page of it is held as a tree"""
HARDENED = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False, "remove_comments": True,
            "remove_pis": True}  # fmt: skip

HTML = re.compile(rb"<html|<!doctype html", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^<>]*\bcharset\s*=", re.IGNORECASE)


def elements(data: bytes, wanted: Callable[[Any], bool]) -> Iterator[Any]:
    """The elements of `data` for which `wanted` holds, each whole and then let go. Raises ReadError for what is no sound XML."""
    if len(data) > LARGEST:
        raise ReadError(f"larger than {LARGEST >> 20} MiB; split it by page and run again")
    head = data[:2000]
    as_html = bool(HTML.search(head)) and not any(sign in head for sign in (b"<?xml", b"xmlns", b"\0"))
    if as_html and b"</html>" not in data[-2000:].lower():
        raise ReadError("cut short: its last tag is missing; get it again")
    options = {"no_network": True, "huge_tree": False, "encoding": _unnamed(data)} if as_html else HARDENED
    try:
        context = etree.iterparse(io.BytesIO(data), events=("end",), html=as_html, **options)
        checked = False
        for _, element in context:
            checked = checked or _refuse_entities(element)
            if wanted(element):
                yield element
                element.clear()
    except (etree.XMLSyntaxError, UnicodeError, ValueError) as error:
        what = "one piece of it is larger than 10 MB" if "HUGE" in str(error) else said(error)
        raise ReadError(f"damaged XML ({what}); get it again or make it anew") from error


def _unnamed(data: bytes) -> str | None:
    """The encoding of HTML that is UTF-8 and does not say so, which libxml2 would take for Latin-1; None where it is to tell."""
    if CHARSET.search(data):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _refuse_entities(element: Any) -> bool:
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise ReadError("XML that declares entities, which may pull in other files; take them out and run again")
    return True


def text_of(element: Any) -> str:
    """The text in `element`, white space as single spaces."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag is etree.Entity:
            yield _named(child.text)
        elif isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _named(entity: str) -> str:
    char = html.unescape(entity)
    if char == entity:
        raise ReadError(f"XML with the unknown entity {entity[:40]}; take it out and run again")
    return char


def name_of(element: Any) -> str:
    """The name of `element` without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def number(value: str | None, default: float = 0.0) -> float:
    """`value` as a finite number, or `default`."""
    try:
        found = float(value or "")
    except ValueError:
        return default
    return found if math.isfinite(found) else default


def confidence(value: str | None, scale: float = 1.0) -> float | None:
    """A word confidence in 0..1; None where there is none or it says nothing."""
    found = number(value, -1.0) / scale
    return found if 0 <= found <= 1 else None
