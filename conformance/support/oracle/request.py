"""One recorded HTTP request, and what every AWS protocol says about it: its signature scope and its framing."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

_CREDENTIAL = re.compile(r"Credential=([^,\s]+)")
_MODELLED_PREFIX = "x-amz-"


class MalformedMessage(Exception):
    """The request or answer breaks its protocol, so that its values cannot be read."""


@dataclass(frozen=True)
class Request:
    """A request as it went over the wire; the path is still percent-encoded, header names are lower case."""

    index: int
    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes
    truncated: bool

    @staticmethod
    def from_record(record: dict[str, Any]) -> Request:
        path, _, query_text = record["target"].partition("?")
        query = parse_qsl(query_text, keep_blank_values=True)
        headers: dict[str, str] = {}
        for name, value in record["headers"]:
            key = name.lower()
            headers[key] = f"{headers[key]}, {value}" if key in headers else value
        if "X-Amz-Signature" in dict(query):
            # A presigned URL carries the headers that its signer hoisted as query parameters of the same name.
            hoisted = [pair for pair in query if pair[0].startswith(_MODELLED_PREFIX) and pair[0] != "x-id"]
            headers.update(hoisted)
            query = [pair for pair in query if pair not in hoisted]
        body = base64.b64decode(record["body"], validate=True)
        return Request(record["index"], record["method"], path, query, headers, body, record["truncated"])

    @property
    def form(self) -> list[tuple[str, str]]:
        """The parameters of a body in form encoding, as the query protocol sends it."""
        if "application/x-www-form-urlencoded" not in self.headers.get("content-type", ""):
            return []
        return parse_qsl(self.body.decode("utf-8"), keep_blank_values=True)

    def signing_name(self) -> str | None:
        """The service named in the SigV4 credential scope, or None for an unsigned request."""
        found = _CREDENTIAL.search(self.headers.get("authorization", ""))
        scope = found.group(1) if found else dict(self.query).get("X-Amz-Credential")
        if scope is None:
            return None
        parts = scope.split("/")
        if len(parts) < 4 or parts[-1] != "aws4_request":
            raise MalformedMessage(f"credential scope: {scope!r} is not <key>/<date>/<region>/<service>/aws4_request")
        return parts[-2]

    def is_aws_chunked(self) -> bool:
        return self.headers.get("x-amz-content-sha256", "").startswith("STREAMING-")

    def content(self) -> bytes:
        """The body without its aws-chunked framing; the framing itself is checked."""
        return _unframe(self.body, self.headers) if self.is_aws_chunked() else self.body


def _unframe(body: bytes, headers: dict[str, str]) -> bytes:
    content = bytearray()
    position = 0
    while True:
        line_end = body.find(b"\r\n", position)
        size_text = body[position:line_end].split(b";")[0]
        if line_end < 0 or not re.fullmatch(rb"[0-9A-Fa-f]+", size_text):
            raise MalformedMessage("aws-chunked body: a chunk does not begin with its size")
        size = int(size_text, 16)
        position = line_end + 2
        if size == 0:
            break
        content += body[position : position + size]
        position += size
        if body[position : position + 2] != b"\r\n":
            raise MalformedMessage("aws-chunked body: a chunk is not as long as its size says")
        position += 2
    if headers.get("x-amz-decoded-content-length") != str(len(content)):
        raise MalformedMessage("x-amz-decoded-content-length: is not the length of the decoded body")
    trailers = {line.split(b":")[0].decode() for line in body[position:].split(b"\r\n") if line}
    announced = {name.strip() for name in headers.get("x-amz-trailer", "").split(",") if name.strip()}
    if trailers - {"x-amz-trailer-signature"} != announced:
        raise MalformedMessage(f"x-amz-trailer: announces {sorted(announced)}, the body ends with {sorted(trailers)}")
    return bytes(content)
