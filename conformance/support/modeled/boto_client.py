"""Makes AWS calls with boto3: a JSON list of them on standard input, a JSON list of their outcomes on standard output."""

from __future__ import annotations

import base64
import json
import sys
from datetime import datetime
from typing import Any

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.eventstream import EventStream
from botocore.exceptions import ClientError, EventStreamError
from botocore.response import StreamingBody


def _call(call: dict[str, Any]) -> dict[str, Any]:
    keys = call["credentials"]
    config = Config(
        retries={"mode": "standard", "total_max_attempts": call["attempts"]},
        inject_host_prefix=False,
        parameter_validation=call["validates"],
    )
    try:
        client = boto3.client(
            call["service"],
            endpoint_url=call["url"],
            region_name="us-west-2",
            aws_access_key_id=keys["accessKeyId"],
            aws_secret_access_key=keys["secretAccessKey"],
            aws_session_token=keys.get("sessionToken"),
            config=config,
        )
        output = getattr(client, xform_name(call["operation"]))(**_decode(call["input"]))
        metadata = output.pop("ResponseMetadata")
        return {"status": metadata["HTTPStatusCode"], "requestId": metadata["RequestId"], "output": _encode(output)}
    except ClientError as error:
        return {"status": error.response["ResponseMetadata"]["HTTPStatusCode"], "error": error.response["Error"]}


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$bytes"}:
            return base64.b64decode(value["$bytes"])
        return {name: _decode(item) for name, item in value.items()}
    return [_decode(item) for item in value] if isinstance(value, list) else value


def _encode(value: Any) -> Any:
    match value:
        case dict():
            return {name: _encode(item) for name, item in value.items()}
        case list():
            return [_encode(item) for item in value]
        case EventStream():
            return _events(value)
        case StreamingBody():
            return _encode(value.read())
        case bytes():
            return {"$bytes": base64.b64encode(value).decode()}
        case datetime():
            return value.isoformat()
    return value


def _events(stream: EventStream) -> list[Any]:
    events: list[Any] = []
    try:
        events.extend(_encode(event) for event in stream)
    except EventStreamError as error:
        events.append({"error": error.response["Error"]})
    return events


if __name__ == "__main__":
    json.dump([_call(call) for call in json.load(sys.stdin)], sys.stdout)
