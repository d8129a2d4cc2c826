"""Reads nested values from JSON, XML and form parameters, keyed by the members' names in the model."""

from __future__ import annotations

import base64
import itertools
import json
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from botocore.model import Shape

from .request import MalformedMessage
from .text import SPECIAL_FLOATS, check_timestamp, decode_text, in_range
from .validation import OPAQUE, Findings, shorten

_JSON_TYPES: dict[str, type | tuple[type, ...]] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "blob": str,
}


def parse_json(content: bytes) -> Any:
    """The parsed document; raises MalformedMessage for what is no JSON, and for an object that names a member twice."""
    try:
        return json.loads(content, object_pairs_hook=_members, parse_constant=_reject_constant)
    except ValueError as error:
        raise MalformedMessage(f"body: is not JSON: {error}") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("an object names a member twice")
    return members


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


def decode_json(shape: Shape, document: Any, path: str, findings: Findings) -> Any:
    """The value of a parsed JSON document."""
    if getattr(shape, "is_document_type", False):
        return OPAQUE
    try:
        return _decode_json(shape, document, path, findings)
    except ValueError:
        findings.problem(path or "body", f"{shorten(document)} is not a valid {shape.type_name}")
        return OPAQUE


def _decode_json(shape: Shape, document: Any, path: str, findings: Findings) -> Any:
    kind = shape.type_name
    if kind in ("float", "double") and document in SPECIAL_FLOATS:
        return OPAQUE
    if kind == "timestamp":
        timestamp_format = shape.serialization.get("timestampFormat", "unixTimestamp")
        if isinstance(document, bool) or isinstance(document, str) == (timestamp_format == "unixTimestamp"):
            raise ValueError(document)
        check_timestamp(str(document), timestamp_format)
        return OPAQUE
    if not _has_type(document, kind):
        raise ValueError(document)
    match kind:
        case "structure":
            return _decode_json_structure(shape, document, path, findings)
        case "list":
            return [decode_json(shape.member, item, f"{path}[{at}]", findings) for at, item in enumerate(document)]
        case "map":
            return {key: decode_json(shape.value, item, f"{path}.{key}", findings) for key, item in document.items()}
        case "blob":
            return base64.b64decode(document, validate=True)
        case "integer" | "long":
            return in_range(shape, document)
    return document


def _has_type(document: Any, kind: str) -> bool:
    is_boolean = isinstance(document, bool)  # Which Python also takes for an int.
    return isinstance(document, _JSON_TYPES[kind]) and is_boolean == (kind == "boolean")


def _decode_json_structure(shape: Shape, document: dict[str, Any], path: str, findings: Findings) -> dict[str, Any]:
    names = _body_names(shape)
    value = {}
    for wire_name, item in document.items():
        child = _join(path, wire_name)
        if wire_name in names:
            name = names[wire_name]
            value[name] = decode_json(shape.members[name], item, child, findings)
        else:
            findings.problem(child, f"is no member of {shape.name}")
    return value


def decode_xml(shape: Shape, element: Element, path: str, findings: Findings) -> Any:
    """The value of an XML element."""
    match shape.type_name:
        case "structure":
            return _decode_xml_structure(shape, element, path, findings)
        case "list":
            wanted = shape.member.serialization.get("name", "member")
            for child in element:
                if local_name(child.tag) != wanted:
                    findings.problem(path, f"<{local_name(child.tag)}> in a list of <{wanted}>")
            return [decode_xml(shape.member, child, f"{path}[{at}]", findings) for at, child in enumerate(element)]
        case "map":
            return _decode_xml_entries(shape, list(element), path, findings)
    for child in element:
        findings.problem(path, f"<{local_name(child.tag)}> in a {shape.type_name}")
    return decode_text(shape, element.text or "", "iso8601", path, findings)


def _decode_xml_structure(shape: Shape, element: Element, path: str, findings: Findings) -> dict[str, Any]:
    names = _body_names(shape)
    value: dict[str, Any] = {}
    groups: dict[str, list[Element]] = {}
    attributes = {wire_name.rpartition(":")[2]: name for wire_name, name in names.items() if _is_attribute(shape, name)}
    for attribute, text in element.attrib.items():
        if local_name(attribute) in attributes:
            value[attributes[local_name(attribute)]] = text
        else:
            findings.problem(path, f"attribute {local_name(attribute)} is no member of {shape.name}")
    for child in element:
        groups.setdefault(local_name(child.tag), []).append(child)
    if (element.text or "").strip():
        findings.problem(path or "body", f"text {shorten(element.text)} in the structure {shape.name}")
    for wire_name, children in groups.items():
        child_path = _join(path, wire_name)
        if wire_name not in names:
            findings.problem(child_path, f"is no member of {shape.name}")
            continue
        member = shape.members[names[wire_name]]
        value[names[wire_name]] = _decode_xml_member(member, children, child_path, findings)
    return value


def _decode_xml_member(member: Shape, children: list[Element], path: str, findings: Findings) -> Any:
    if member.serialization.get("flattened") and member.type_name == "list":
        return [decode_xml(member.member, child, f"{path}[{at}]", findings) for at, child in enumerate(children)]
    if member.serialization.get("flattened") and member.type_name == "map":
        return _decode_xml_entries(member, children, path, findings)
    if len(children) > 1:
        findings.problem(path, "is sent more than once")
    return decode_xml(member, children[0], path, findings)


def _decode_xml_entries(shape: Shape, entries: list[Element], path: str, findings: Findings) -> dict[str, Any]:
    key_name = shape.key.serialization.get("name", "key")
    value_name = shape.value.serialization.get("name", "value")
    value = {}
    for entry in entries:
        parts = {local_name(child.tag): child for child in entry}
        if set(parts) != {key_name, value_name}:
            findings.problem(path, f"an entry has {sorted(parts)} instead of <{key_name}> and <{value_name}>")
            continue
        key = parts[key_name].text or ""
        value[key] = decode_xml(shape.value, parts[value_name], f"{path}.{key}", findings)
    return value


def decode_form(shape: Shape, parameters: dict[str, str], prefix: str, findings: Findings) -> Any:
    """The value of the parameters below a prefix such as Tags.member.1; takes what it read out of the parameters."""
    match shape.type_name:
        case "structure":
            value = {}
            for name, member in shape.members.items():
                child = _join(prefix, member.serialization.get("name", name))
                if _is_sent(parameters, child):
                    value[name] = decode_form(member, parameters, child, findings)
            return value
        case "list":
            item_name = shape.member.serialization.get("name", "member")
            item_prefix = prefix if shape.serialization.get("flattened") else f"{prefix}.{item_name}"
            items = _numbered(parameters, prefix, item_prefix)
            return [decode_form(shape.member, parameters, item, findings) for item in items]
        case "map":
            key_name = shape.key.serialization.get("name", "key")
            value_name = shape.value.serialization.get("name", "value")
            entry_prefix = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
            value = {}
            for entry in _numbered(parameters, prefix, entry_prefix):
                key = parameters.pop(f"{entry}.{key_name}", "")
                value[key] = decode_form(shape.value, parameters, f"{entry}.{value_name}", findings)
            return value
    return decode_text(shape, parameters.pop(prefix, ""), "iso8601", prefix, findings)


def _numbered(parameters: dict[str, str], prefix: str, item_prefix: str) -> Iterator[str]:
    """The prefixes of the entries of a list or map, as long as the next number is sent."""
    if parameters.get(prefix) == "":
        del parameters[prefix]  # An empty list is its name without a value.
    for number in itertools.count(1):
        if not _is_sent(parameters, f"{item_prefix}.{number}"):
            return
        yield f"{item_prefix}.{number}"


def _is_sent(parameters: dict[str, str], prefix: str) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for name in parameters)


def _body_names(shape: Shape) -> dict[str, str]:
    """The members that belong in the body, by their names on the wire."""
    return {
        member.serialization.get("name", name): name
        for name, member in shape.members.items()
        if "location" not in member.serialization
    }


def _is_attribute(shape: Shape, name: str) -> bool:
    return bool(shape.members[name].serialization.get("xmlAttribute"))


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def local_name(tag: str) -> str:
    """An XML name without its namespace."""
    return tag.rpartition("}")[2]
