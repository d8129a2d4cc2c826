"""Reads recorded requests as JSON lines from standard input and writes one verdict a line to standard output.

A request is {index, method, target, headers: [[name, value], …], body: base64, truncated}, and may have the answer
{status, headers: [[name, value], …], body: base64}.
A verdict is {index, service, operation, problems, unchecked}.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from .answer import Answer, check_answer
from .decoding import decode_input
from .request import MalformedMessage, Request
from .routing import Route, find_routes
from .validation import Findings, validate


def main() -> None:
    for line in sys.stdin:
        record = json.loads(line)
        answer = Answer.from_record(record["answer"]) if record.get("answer") else None
        print(json.dumps(judge(Request.from_record(record), answer)))


def judge(request: Request, answer: Answer | None = None) -> dict[str, Any]:
    """The verdict on a request and its answer; where services share a name, that of the operation they fit best."""
    try:
        verdicts = [_judge_as(route, request, answer) for route in find_routes(request)]
    except MalformedMessage as error:
        return _verdict(request, None, Findings([str(error)]))
    return min(verdicts, key=lambda verdict: len(verdict["problems"]))


def _judge_as(route: Route, request: Request, answer: Answer | None) -> dict[str, Any]:
    findings = Findings()
    try:
        value = decode_input(route, request, findings)
    except MalformedMessage as error:
        findings.problems.append(str(error))
    else:
        if route.operation.input_shape is not None:
            validate(route.operation.input_shape, value, "", findings)
    if answer is not None:
        findings.problems += [f"answer: {problem}" for problem in check_answer(route, answer)]
    return _verdict(request, route, findings)


def _verdict(request: Request, route: Route | None, findings: Findings) -> dict[str, Any]:
    return {
        "index": request.index,
        "service": route.service if route else None,
        "operation": route.operation.name if route else None,
        "problems": findings.problems,
        "unchecked": findings.unchecked,
    }


if __name__ == "__main__":
    main()
