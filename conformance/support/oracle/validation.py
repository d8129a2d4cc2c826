"""Checks decoded values against the constraints of their shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import regex
from botocore.model import Shape

_MATCH_SECONDS = 1.0


@dataclass
class Findings:
    """What is wrong with a request, and what could not be checked."""

    problems: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    constraints: bool = True
    """Whether lengths, ranges and patterns count."""

    def problem(self, path: str, text: str) -> None:
        self.problems.append(f"{path}: {text}")

    def skip(self, path: str, text: str) -> None:
        self.unchecked.append(f"{path}: {text}")


# Stands for a value that is present and in which there is nothing (more) to check.
OPAQUE = object()


def validate(shape: Shape, value: Any, path: str, findings: Findings) -> None:
    """Checks a value, keyed by member names, and everything in it."""
    if value is OPAQUE or getattr(shape, "is_document_type", False):
        return
    if shape.type_name == "structure":
        _check_structure(shape, value, path, findings)
    elif shape.type_name == "list":
        _check_bounds(shape, len(value), "entries", path, findings)
        for position, item in enumerate(value):
            validate(shape.member, item, f"{path}[{position}]", findings)
    elif shape.type_name == "map":
        _check_bounds(shape, len(value), "entries", path, findings)
        for key, item in value.items():
            validate(shape.key, key, f"{path} key {key!r}", findings)
            validate(shape.value, item, f"{path}.{key}", findings)
    elif isinstance(value, str):
        _check_string(shape, value, path, findings)
    elif isinstance(value, bytes):
        _check_bounds(shape, len(value), "bytes", path, findings)
    elif not isinstance(value, bool):
        _check_bounds(shape, value, "", path, findings)


def _check_structure(shape: Shape, value: dict[str, Any], path: str, findings: Findings) -> None:
    prefix = f"{path}." if path else ""
    for name in shape.required_members:
        if name not in value:
            findings.problem(f"{prefix}{name}", "is required and missing")
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        findings.problem(path, f"is a union and has {len(value)} members instead of exactly one")
    for name, item in value.items():
        validate(shape.members[name], item, f"{prefix}{name}", findings)


def _check_string(shape: Shape, value: str, path: str, findings: Findings) -> None:
    _check_bounds(shape, len(value), "characters", path, findings)
    choices = shape.metadata.get("enum")
    if choices is not None and value not in choices:
        findings.problem(path, f"{shorten(value)} is not one of the enum {shape.name}")
    pattern = shape.metadata.get("pattern")
    if pattern is None or not findings.constraints:
        return
    try:
        if compile_pattern(pattern).fullmatch(value, timeout=_MATCH_SECONDS) is None:
            findings.problem(path, f"{shorten(value)} does not match the pattern {pattern}")
    except regex.error as error:
        findings.skip(path, f"pattern {pattern} cannot be compiled: {error}")
    except TimeoutError:
        findings.skip(path, f"pattern {pattern} took longer than {_MATCH_SECONDS:g} s")


def _check_bounds(shape: Shape, size: float, unit: str, path: str, findings: Findings) -> None:
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if not findings.constraints:
        return
    if low is not None and size < low:
        findings.problem(path, f"{size} {unit}".strip() + f" is below the minimum {low}")
    if high is not None and size > high:
        findings.problem(path, f"{size} {unit}".strip() + f" is above the maximum {high}")


@cache
def compile_pattern(pattern: str) -> regex.Pattern[str]:
    """Compiles a Java-flavoured pattern of a model; raises regex.error for what has no equivalent here."""
    if "&&" in pattern:
        raise regex.error("class intersection is not translated")
    translated = pattern.replace(r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")
    translated = re.sub(r"\\x\{([0-9A-Fa-f]{1,8})\}", lambda found: rf"\U{found.group(1):0>8}", translated)
    return regex.compile(translated.replace(r"\p{all}", r"\p{Any}"))


def shorten(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
