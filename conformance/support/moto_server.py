"""Runs moto's server on a free loopback port, prints its URL, and ends when standard input closes.

The parent holds standard input open, so the server cannot outlive it, however the parent ends.
"""

import logging
import os
import sys

from moto.server import ThreadedMotoServer


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    print(f"http://{host}:{port}", flush=True)
    sys.stdin.read()
    os._exit(0)  # Threads of the emulated services would hold a normal exit back.


if __name__ == "__main__":
    main()
