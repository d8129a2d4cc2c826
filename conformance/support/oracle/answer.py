"""Checks an answer against the output of the operation that was asked for: its members, types and enums.

Lengths, ranges and patterns do not count: AWS itself answers with values that break them, such as an empty
UnprocessedItems. Errors do not count either: the models do not name all of them.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from botocore.eventstream import EventStreamBuffer, EventStreamMessage
from botocore.model import OperationModel, Shape

from .request import MalformedMessage
from .routing import Route
from .structures import decode_json, decode_xml, local_name, parse_json
from .text import decode_text
from .validation import OPAQUE, Findings, validate

# On the wire of DescribeTable and CreateTable, in no model.
_UNMODELLED = ("TableThroughputModeSummary",)


@dataclass(frozen=True)
class Answer:
    """An answer as it went over the wire; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @staticmethod
    def from_record(record: dict[str, Any]) -> Answer:
        headers = {name.lower(): value for name, value in record["headers"]}
        return Answer(record["status"], headers, base64.b64decode(record["body"], validate=True))


def check_answer(route: Route, answer: Answer) -> list[str]:
    """What is wrong with a successful answer of the operation."""
    shape = route.operation.output_shape
    if not 200 <= answer.status < 300 or shape is None:
        return []
    findings = Findings(constraints=False)
    try:
        value = _decode(route, shape, answer, findings)
    except MalformedMessage as error:
        return [str(error)]
    validate(shape, value, "", findings)
    return [problem for problem in findings.problems if not any(name in problem for name in _UNMODELLED)]


def _decode(route: Route, shape: Shape, answer: Answer, findings: Findings) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for name, member in shape.members.items():
        location = member.serialization.get("location")
        text = answer.headers.get(member.serialization.get("name", name).lower())
        if location == "header" and text is not None:
            value[name] = decode_text(member, text, "rfc822", name, findings)
        elif location == "statusCode":
            value[name] = answer.status
    payload = shape.serialization.get("payload")
    member = shape.members[payload] if payload else None
    if member is None:
        body = _decode_document(route, shape, "", answer.body, findings)
        value.update(body if isinstance(body, dict) else {})
    elif member.serialization.get("eventstream"):
        value[payload] = OPAQUE
        _check_events(member, answer.body, findings)
    elif member.type_name == "structure" and answer.body:
        value[payload] = _decode_document(route, member, payload, answer.body, findings)
    else:
        value[payload] = OPAQUE
    return value


def _decode_document(route: Route, shape: Shape, path: str, content: bytes, findings: Findings) -> Any:
    if route.protocol in ("json", "rest-json"):
        return decode_json(shape, parse_json(content or b"{}"), path, findings)
    if not content:
        return {}
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise MalformedMessage(f"body: is not XML: {error}") from None
    if route.operation.name == "GetBucketLocation":
        # Its root is the value, which no trait of the model says; empty for the first region.
        return {"LocationConstraint": root.text} if root.text else {}
    return decode_xml(shape, _result(route.operation, root), path, findings)


def _result(operation: OperationModel, root: ElementTree.Element) -> ElementTree.Element:
    """The element that holds the output: in the query protocol one of its own."""
    wrapper = operation.output_shape.serialization.get("resultWrapper")
    if wrapper is None:
        return root
    found = [child for child in root if local_name(child.tag) == wrapper]
    if local_name(root.tag) != f"{operation.name}Response" or not found:
        raise MalformedMessage(f"body: is no {operation.name}Response with a {wrapper}")
    return found[0]


def _check_events(shape: Shape, content: bytes, findings: Findings) -> None:
    events = EventStreamBuffer()
    events.add_data(content)
    for event in events:
        _check_event(shape, event, findings)


def _check_event(shape: Shape, event: EventStreamMessage, findings: Findings) -> None:
    is_exception = event.headers.get(":message-type") == "exception"
    name = event.headers.get(":exception-type" if is_exception else ":event-type")
    member = shape.members.get(name)
    if member is None:
        findings.problem(str(name), f"is no event of {shape.name}")
    elif not any(field.serialization.get("eventpayload") for field in member.members.values()):
        value = decode_json(member, parse_json(event.payload or b"{}"), name, findings)
        validate(member, value, name, findings)
