"""Reads scalars that are written as text: in URIs, query strings, headers, XML and forms."""

from __future__ import annotations

import base64
import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.model import Shape

from .validation import OPAQUE, Findings, shorten

_INTEGER_BITS = {"integer": 32, "long": 64}
_FLOAT = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
SPECIAL_FLOATS = {"NaN", "Infinity", "-Infinity"}


def decode_text(shape: Shape, text: str, timestamp_format: str, path: str, findings: Findings) -> Any:
    """The value a text stands for; a timestamp without a format of its own is read in timestamp_format."""
    try:
        return _decode(shape, text, timestamp_format)
    except ValueError:
        findings.problem(path, f"{shorten(text)} is not a valid {shape.type_name}")
        return OPAQUE


def _decode(shape: Shape, text: str, timestamp_format: str) -> Any:
    if shape.serialization.get("jsonvalue"):
        json.loads(base64.b64decode(text, validate=True))
        return OPAQUE
    match shape.type_name:
        case "string":
            return text
        case "integer" | "long" if re.fullmatch(r"[+-]?\d+", text, re.ASCII):
            return in_range(shape, int(text))
        case "float" | "double" if text in SPECIAL_FLOATS:
            return OPAQUE
        case "float" | "double" if _FLOAT.fullmatch(text):
            return float(text)
        case "boolean" if text in ("true", "false"):
            return text == "true"
        case "blob":
            return base64.b64decode(text, validate=True)
        case "timestamp":
            check_timestamp(text, shape.serialization.get("timestampFormat", timestamp_format))
            return OPAQUE
    raise ValueError(text)


def in_range(shape: Shape, value: int) -> int:
    """The value itself; raises ValueError when it does not fit the integer type."""
    limit = 1 << (_INTEGER_BITS[shape.type_name] - 1)
    if not -limit <= value < limit:
        raise ValueError(value)
    return value


def check_timestamp(text: str, timestamp_format: str) -> None:
    """Raises ValueError for a text that is not a point in time in the format: iso8601, rfc822 or unixTimestamp."""
    if timestamp_format == "iso8601":
        if datetime.fromisoformat(text).tzinfo is None:
            raise ValueError(text)
    elif timestamp_format == "rfc822":
        parsedate_to_datetime(text)
    elif not _FLOAT.fullmatch(text):
        raise ValueError(text)
