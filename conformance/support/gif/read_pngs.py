"""Reads a JSON list of PNG files in base64, and answers with the RGBA pixels of each, in base64."""

import base64
import io
import json
import sys

from PIL import Image


def pixels(png: str) -> str:
    with Image.open(io.BytesIO(base64.b64decode(png))) as image:
        assert image.format == "PNG" and image.mode == "RGBA", (image.format, image.mode)
        return base64.b64encode(image.tobytes()).decode()


json.dump([pixels(png) for png in json.load(sys.stdin)], sys.stdout)
