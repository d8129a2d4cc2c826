"""Makes animated GIFs and answers with their frames as Pillow shows them, as JSON.

Each case is {"name", "gif", "frames": [base64 RGBA of each frame], "width", "height"}.
"""

import base64
import io
import json
import random
import sys

from PIL import Image, ImageDraw


def main() -> None:
    cases = [
        shapes("partial frames over those before", disposal=1),
        shapes("areas cleared after each frame", disposal=2),
        shapes("areas put back after each frame", disposal=3),
        shapes("mixed ways of disposal", disposal=[1, 2, 3, 1, 3, 2]),
        noise("one noisy frame that fills the code table", size=(120, 90), frames=1),
        noise("noisy frames with tables of their own", size=(64, 48), frames=4),
        interlaced("interlaced rows", size=(37, 29)),
        grey("two shades of gray", size=(17, 5)),
        *hand_made(),
    ]
    json.dump(cases, sys.stdout)


def shapes(name: str, disposal) -> dict:
    frames = []
    for step in range(6):
        image = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
        draw = ImageDraw.Draw(image)
        draw.rectangle((5, 5, 54, 34), fill=(40, 90, 160, 255))
        draw.ellipse((step * 8, 8, step * 8 + 16, 24), fill=(200, 30 * step, 60, 255))
        frames.append(image)
    return case(name, frames, disposal=disposal, transparency=0)


def noise(name: str, size: tuple[int, int], frames: int) -> dict:
    source = random.Random(7)
    images = [
        Image.frombytes("RGB", size, source.randbytes(size[0] * size[1] * 3)).quantize(256) for _ in range(frames)
    ]
    return case(name, images)


def interlaced(name: str, size: tuple[int, int]) -> dict:
    images = []
    for step in range(2):
        image = Image.new("RGB", size)
        for row in range(size[1]):
            for column in range(size[0]):
                image.putpixel((column, row), (row * 8, column * 6, step * 90))
        images.append(image.quantize(64))
    return case(name, images, interlace=1)


def grey(name: str, size: tuple[int, int]) -> dict:
    image = Image.new("L", size, 200)
    image.putpixel((3, 2), 17)
    return case(name, [image])


def hand_made() -> list[dict]:
    """GIFs that Pillow reads and does not write: frames laid over each other by hand, block by block."""
    table = bytes([0, 0, 0, 255, 0, 0, 0, 255, 0, 10, 20, 30])
    header = b"GIF89a" + word(8) + word(6) + bytes([0x81, 0, 0]) + table
    full = block((0, 0), (8, 6), [1] * 48, disposal=1)
    cases = []
    for disposal in (0, 1, 2, 3):
        spot = block((2, 1), (3, 3), [2, 3, 2, 3, 0, 3, 2, 3, 2], disposal=disposal)
        edge = block((5, 3), (3, 3), [2, 2, 2, 2, 3, 2, 2, 2, 2], disposal=disposal, interlaced=True)
        last = block((0, 5), (1, 1), [3], disposal=1)
        gif = header + full + spot + edge + last + b";"
        cases.append(read(f"blocks laid over each other, disposal {disposal}", gif))
    return cases


def block(at, size, pixels, disposal, interlaced=False) -> bytes:
    control = b"\x21\xf9\x04" + bytes([disposal << 2 | 1]) + word(10) + bytes([3, 0])
    descriptor = b"\x2c" + word(at[0]) + word(at[1]) + word(size[0]) + word(size[1])
    codes = [code for pixel in pixels for code in (4, pixel)] + [5]
    bits = sum(code << 3 * place for place, code in enumerate(codes))
    data = bits.to_bytes((3 * len(codes) + 7) // 8, "little")
    return control + descriptor + bytes([0x40 if interlaced else 0, 2, len(data)]) + data + b"\x00"


def word(value: int) -> bytes:
    return value.to_bytes(2, "little")


def case(name: str, images: list, **options) -> dict:
    file = io.BytesIO()
    images[0].save(file, "GIF", save_all=True, append_images=images[1:], duration=100, loop=0, **options)
    return read(name, file.getvalue())


def read(name: str, gif: bytes) -> dict:
    with Image.open(io.BytesIO(gif)) as image:
        frames = []
        for index in range(image.n_frames):
            image.seek(index)
            frames.append(base64.b64encode(image.convert("RGBA").tobytes()).decode())
        gif64 = base64.b64encode(gif).decode()
        return {"name": name, "gif": gif64, "frames": frames, "width": image.width, "height": image.height}


main()
