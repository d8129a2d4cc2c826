"""Reads the members of an operation's input back from a request, and reports what no member explains."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from botocore.model import Shape

from .request import MalformedMessage, Request
from .routing import Route
from .structures import decode_form, decode_json, decode_xml, local_name, parse_json
from .text import decode_text
from .validation import OPAQUE, Findings

# Sent by every signer or transport and in no operation's model.
_PROTOCOL_HEADERS = {
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-security-token",
    "x-amz-target",
    "x-amz-trailer",
    "x-amz-user-agent",
    "x-amzn-trace-id",
}
_SIGNATURE_PARAMETERS = {
    f"X-Amz-{name}"
    for name in (
        "Algorithm",
        "Content-Sha256",
        "Credential",
        "Date",
        "Expires",
        "Security-Token",
        "Signature",
        "SignedHeaders",
    )
}


def decode_input(route: Route, request: Request, findings: Findings) -> dict[str, Any]:
    """The input of the operation, keyed by member names."""
    value: dict[str, Any] = {}
    if route.protocol.startswith("rest-"):
        for name, member in route.members.items():
            _decode_location(name, member, route, request, value, findings)
        _report_unknown_parameters(route, request, findings)
        _report_unknown_headers(route, request, findings)
    if request.truncated:
        in_body = [name for name, member in route.members.items() if "location" not in member.serialization]
        value.update(dict.fromkeys(in_body, OPAQUE))
        findings.skip("body", "was not recorded to its end")
    elif route.protocol == "json":
        value.update(_decode_json_body(route, request, findings))
    elif route.protocol == "query":
        value.update(_decode_form_body(route, request, findings))
    else:
        _decode_rest_body(route, request, value, findings)
    return value


def _decode_json_body(route: Route, request: Request, findings: Findings) -> dict[str, Any]:
    version = route.operation.service_model.metadata["jsonVersion"]
    if request.headers.get("content-type") != f"application/x-amz-json-{version}":
        findings.problem("content-type", f"is not application/x-amz-json-{version}")
    document = parse_json(request.body)
    shape = route.operation.input_shape
    if shape is None:
        if document:
            findings.problem("body", f"{route.operation.name} takes no input")
        return {}
    value = decode_json(shape, document, "", findings)
    return value if isinstance(value, dict) else {}


def _decode_form_body(route: Route, request: Request, findings: Findings) -> dict[str, Any]:
    sent = [(name, text) for name, text in request.form if name not in ("Action", "Version")]
    parameters = dict(sent)
    if len(parameters) != len(sent):
        findings.problem("body", "a parameter is sent more than once")
    shape = route.operation.input_shape
    value = decode_form(shape, parameters, "", findings) if shape else {}
    for name in parameters:
        findings.problem(name, f"is no parameter of {route.operation.name}")
    return value


def _decode_location(
    name: str, member: Shape, route: Route, request: Request, value: dict[str, Any], findings: Findings
) -> None:
    location = member.serialization.get("location")
    wire_name = member.serialization.get("name", name)
    if location == "uri":
        value[name] = decode_text(member, route.labels[wire_name], "iso8601", name, findings)
    elif location == "querystring":
        sent = [text for key, text in request.query if key == wire_name]
        if len(sent) > 1 and member.type_name != "list":
            findings.problem(name, "is sent more than once")
        if sent and member.type_name == "list":
            value[name] = [decode_text(member.member, text, "iso8601", name, findings) for text in sent]
        elif sent:
            value[name] = decode_text(member, sent[0], "iso8601", name, findings)
    elif location == "header":
        text = request.headers.get(wire_name.lower())
        if wire_name.lower() == "content-encoding" and text is not None:
            text = ",".join(part for part in text.split(",") if part.strip() != "aws-chunked") or None
        if text is not None and member.type_name == "list":
            parts = [part.strip() for part in text.split(",")]
            value[name] = [decode_text(member.member, part, "rfc822", name, findings) for part in parts]
        elif text is not None:
            value[name] = decode_text(member, text, "rfc822", name, findings)
    elif location == "headers":
        prefix = wire_name.lower()
        entries = {key[len(prefix) :]: text for key, text in request.headers.items() if key.startswith(prefix)}
        if entries:
            value[name] = entries


def _report_unknown_parameters(route: Route, request: Request, findings: Findings) -> None:
    known = {name for name, _ in route.literals} | _SIGNATURE_PARAMETERS
    for name, member in route.members.items():
        if member.serialization.get("location") == "querystring":
            known.add(member.serialization.get("name", name))
    for name, text in request.query:
        if name == "x-id":
            if text != route.operation.name:
                findings.problem("x-id", f"names {text!r}, the request is {route.operation.name}")
        elif name not in known:
            findings.problem(name, f"is no query parameter of {route.operation.name}")


def _report_unknown_headers(route: Route, request: Request, findings: Findings) -> None:
    known = set(_PROTOCOL_HEADERS)
    prefixes = ["x-amz-checksum-", "x-amz-sdk-checksum-algorithm"] if route.operation.http_checksum else []
    for name, member in route.members.items():
        wire_name = member.serialization.get("name", name).lower()
        if member.serialization.get("location") == "header":
            known.add(wire_name)
        elif member.serialization.get("location") == "headers":
            prefixes.append(wire_name)
    for name in request.headers:
        if name.startswith(("x-amz-", "x-amzn-")) and name not in known and not name.startswith(tuple(prefixes)):
            findings.problem(name, f"is no header of {route.operation.name}")


def _decode_rest_body(route: Route, request: Request, value: dict[str, Any], findings: Findings) -> None:
    shape = route.operation.input_shape
    payload = shape.serialization.get("payload") if shape else None
    content = request.content()
    if payload:
        member = shape.members[payload]
        if member.serialization.get("eventstream"):
            findings.skip(payload, "event streams are not decoded")
            value[payload] = OPAQUE
        elif member.type_name == "blob" and (content or "content-length" in request.headers):
            value[payload] = content
        elif member.type_name == "string" and content:
            value[payload] = decode_text(member, content.decode("utf-8"), "iso8601", payload, findings)
        elif member.type_name == "structure" and content:
            value[payload] = _decode_document(route, member, payload, content, findings)
    elif content and any("location" not in member.serialization for member in route.members.values()):
        document = _decode_document(route, shape, "", content, findings)
        value.update(document if isinstance(document, dict) else {})
    elif content and not (route.protocol == "rest-json" and content.strip() == b"{}"):
        findings.problem("body", f"{route.operation.name} takes no body")


def _decode_document(route: Route, shape: Shape, path: str, content: bytes, findings: Findings) -> Any:
    if route.protocol == "rest-json":
        return decode_json(shape, parse_json(content), path, findings)
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as error:
        raise MalformedMessage(f"body: is not XML: {error}") from None
    name = shape.serialization.get("name", shape.name)
    if local_name(root.tag) != name:
        raise MalformedMessage(f"body: its root is <{local_name(root.tag)}> instead of <{name}>")
    namespace = shape.serialization.get("xmlNamespace", {}).get("uri")
    if root.tag.startswith("{") and namespace and not root.tag.startswith(f"{{{namespace}}}"):
        findings.problem("body", f"its root is not in the namespace {namespace}")
    return decode_xml(shape, root, path, findings)
