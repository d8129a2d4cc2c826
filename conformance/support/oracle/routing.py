"""Finds the modelled operations that a request can be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qsl, unquote

from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape

from .request import MalformedMessage, Request

# Model folders for signing names that several services share or that differ from the folder's name.
_BEDROCK = ("bedrock-runtime", "bedrock-agent-runtime", "bedrock-agent", "bedrock")
_SERVICES = {
    "aoss": ("opensearchserverless",),
    "bedrock": _BEDROCK,
    "bedrock-agentcore": ("bedrock-agentcore", "bedrock-agentcore-control"),
    "es": ("opensearch",),
    "sagemaker": ("sagemaker-runtime", "sagemaker"),
    "states": ("stepfunctions",),
}


@dataclass(frozen=True)
class Route:
    """An operation with the protocol of the request and the values its URI template gave."""

    service: str
    operation: OperationModel
    protocol: str
    labels: dict[str, str]
    literals: list[tuple[str, str]]

    @property
    def members(self) -> Mapping[str, Shape]:
        """The members of the operation's input."""
        shape = self.operation.input_shape
        return shape.members if shape else {}


def find_routes(request: Request) -> list[Route]:
    """The best match in every service that the signature allows: one, save where services share a name."""
    services = _services(request)
    target = request.headers.get("x-amz-target")
    action = dict(request.form).get("Action")
    if target is not None:
        routes = [_by_target(service, target) for service in services]
        wanted = f"X-Amz-Target {target!r}"
    elif action is not None:
        routes = [_by_action(service, action, dict(request.form).get("Version")) for service in services]
        wanted = f"Action {action!r}"
    else:
        routes = [_by_uri(service, request) for service in services]
        wanted = f"{request.method} {request.path}"
    found = [route for route in routes if route is not None]
    if not found:
        names = ", ".join(service.service_name for service in services)
        raise MalformedMessage(f"operation: {wanted} is no operation of {names}")
    return found


def _services(request: Request) -> list[ServiceModel]:
    name = request.signing_name()
    if name is not None:
        names = _SERVICES.get(name, (name,))
    elif request.headers.get("authorization", "").startswith("Bearer "):
        names = _BEDROCK
    elif "Action" in dict(request.form):
        names = ("sts",)  # AssumeRoleWithWebIdentity and AssumeRoleWithSAML are not signed.
    else:
        raise MalformedMessage("authorization: no SigV4 credential scope in the header or the query")
    try:
        return [_load(name) for name in names]
    except (DataNotFoundError, UnknownServiceError):
        raise MalformedMessage(f"credential scope: no service model is named {name!r}") from None


@cache
def _load(name: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(name, "service-2"), name)


def _by_target(service: ServiceModel, target: str) -> Route | None:
    prefix, _, name = target.rpartition(".")
    if prefix != service.metadata.get("targetPrefix") or name not in service.operation_names:
        return None
    return Route(service.service_name, service.operation_model(name), "json", {}, [])


def _by_action(service: ServiceModel, action: str, version: str | None) -> Route | None:
    if "query" not in service.metadata["protocols"] or action not in service.operation_names:
        return None
    if version != service.api_version:
        raise MalformedMessage(f"Version: {version!r} is not {service.api_version!r}")
    return Route(service.service_name, service.operation_model(action), "query", {}, [])


def _by_uri(service: ServiceModel, request: Request) -> Route | None:
    protocol = next((name for name in service.metadata["protocols"] if name.startswith("rest-")), None)
    if protocol is None:
        return None
    matches = []
    for name in service.operation_names:
        http = service.operation_model(name).http
        labels = _match(http["method"], http["requestUri"], request)
        if labels is not None:
            literals = parse_qsl(http["requestUri"].partition("?")[2], keep_blank_values=True)
            matches.append(Route(service.service_name, service.operation_model(name), protocol, labels, literals))
    return max(matches, key=lambda match: _fit(match, request), default=None)


def _match(method: str, template: str, request: Request) -> dict[str, str] | None:
    template_path, _, template_query = template.partition("?")
    if method != request.method or not set(parse_qsl(template_query, keep_blank_values=True)) <= set(request.query):
        return None
    pattern, names = _path_pattern(template_path)
    found = pattern.fullmatch(request.path)
    return None if found is None else dict(zip(names, map(unquote, found.groups()), strict=True))


@cache
def _path_pattern(template: str) -> tuple[re.Pattern[str], list[str]]:
    """The regular expression of a path such as /{Bucket}/{Key+}, and the labels of its groups in order."""
    names: list[str] = []
    pattern = ""
    for literal, label in re.findall(r"([^{]*)(?:\{([^}]+)\})?", template):
        pattern += re.escape(literal)
        if label:
            names.append(label.removesuffix("+"))
            pattern += "(.+)" if label.endswith("+") else "([^/]+)"
    if template.endswith("{Bucket}"):
        pattern += "/?"  # S3 takes a bucket's address with and without a slash at its end.
    return re.compile(pattern), names


def _fit(route: Route, request: Request) -> tuple[bool, int, int, bool]:
    """Ranks operations that share a path: the SDK's own x-id, then query literals, then required parameters met."""
    shape = route.operation.input_shape
    sent = {name for name, _ in request.query} | set(request.headers)
    required = []
    for name in shape.required_members if shape else []:
        serialization = shape.members[name].serialization
        if serialization.get("location") in ("querystring", "header"):
            wire_name = serialization["name"]
            required.append(wire_name if serialization["location"] == "querystring" else wire_name.lower())
    met = sum(1 if name in sent else -1 for name in required)
    named = dict(request.query).get("x-id") == route.operation.name
    return named, len(route.literals), met, not route.operation.deprecated
