"""Loads a plugin's YAML files with the models of Dify's Python SDK, as the SDK does when it starts a plugin.

Usage: load_yaml.py <plugin folder>. Prints what was understood as JSON; fails where a file does not fit.
"""

import json
import os
import sys
from importlib.metadata import version

os.chdir(sys.argv[1])

from dify_plugin.core.entities.plugin.setup import PluginConfiguration  # noqa: E402
from dify_plugin.core.utils.yaml_loader import load_yaml_file  # noqa: E402
from dify_plugin.entities.tool import ToolProviderConfiguration  # noqa: E402


def describe_parameter(parameter) -> dict:
    return {
        "name": parameter.name,
        "type": parameter.type.value,
        "form": parameter.form.value,
        "required": parameter.required,
        "options": [option.value for option in parameter.options or []],
        "languages": languages(parameter.label),
    }


def describe_tool(tool) -> dict:
    return {
        "name": tool.identity.name,
        "languages": languages(tool.identity.label),
        "parameters": [describe_parameter(parameter) for parameter in tool.parameters],
        "outputs": list((tool.output_schema or {}).get("properties", {})),
    }


def languages(text) -> list:
    return sorted(name for name, value in text.model_dump().items() if value)


def main() -> None:
    manifest = PluginConfiguration(**load_yaml_file("manifest.yaml"))
    (path,) = manifest.plugins.tools
    provider = ToolProviderConfiguration(**load_yaml_file(path))
    print(
        json.dumps(
            {
                "sdk": version("dify_plugin"),
                "name": manifest.name,
                "created_at": manifest.created_at.isoformat(),
                "credentials": {field.name: field.type.value for field in provider.credentials_schema},
                "tools": [describe_tool(tool) for tool in provider.tools],
            }
        )
    )


if __name__ == "__main__":
    main()
