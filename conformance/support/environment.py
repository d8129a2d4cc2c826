"""Makes the virtual environment of the Python peers; needs nothing but the standard library.

Usage: environment.py <requirements.txt> <environment folder> <stamp>

The stamp stands for the content of the requirements. An environment that carries it is left as it is. Concurrent
callers wait for each other: the lock on the requirements file ends with the process that holds it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)


def main() -> None:
    requirements, folder, stamp = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    require_python()
    import fcntl

    with requirements.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp_file = folder / "requirements.sha256"
        if stamp_file.is_file() and stamp_file.read_text() == stamp:
            return
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        options = ["--quiet", "--no-input", "--no-compile", "--disable-pip-version-check"]
        python = str(folder / "bin" / "python")
        pip = subprocess.run([python, "-m", "pip", "install", *options, "-r", str(requirements)])
        if pip.returncode != 0:
            sys.exit(f"pip could not install {requirements}; it needs the Python package index or a mirror of it.")
        stamp_file.write_text(stamp)


def require_python() -> None:
    """Ends the program with the way out when this Python cannot make the environment."""
    if os.name != "posix":
        sys.exit("It works on Linux and macOS; on Windows use WSL.")
    if sys.version_info < OLDEST_PYTHON:
        oldest, found = (".".join(map(str, version)) for version in (OLDEST_PYTHON, sys.version_info[:3]))
        sys.exit(f"It needs Python {oldest} or newer, python3 is {found}. Put a newer python3 first in PATH.")
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        sys.exit(f"python3 lacks the module {error.name}. On Debian and Ubuntu: apt-get install python3-venv")


if __name__ == "__main__":
    main()
