"""Photographs and scans, decoded within bounds and drawn anew as a JPEG with nothing else in it.

No Django here: the child that runs this knows nothing of the site.
"""

import io
from array import array
from typing import Any

import pi_heif
from PIL import ExifTags, Image

from wasl.common.reading.refusals import NotTaken, Why

MOST_PIXELS = 60_000_000
# A JPEG is made smaller while it is decoded, so a telephone's largest picture costs no more memory.
MOST_PIXELS_OF_JPEG = 220_000_000
LONGEST_SIDE = 2400
QUALITY = 82
BAND = 256
GRID = (48, 48)
# Below this spread of brightness a picture is an even surface, which has no likeness to measure.
EVEN = 0.01
LIKENESS = 0.9
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I")
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def answer(_asked: dict[str, Any], content: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Return the picture to keep."""
    return {"kind": "jpeg", "pages": 1, "names": []}, [as_jpeg(content)]


def as_jpeg(content: bytes) -> bytes:
    """Return the picture upright, at most 2,400 pixels a side, as a new JPEG; raises `NotTaken`."""
    pi_heif.register_heif_opener()
    # Bounded below instead, by what each format costs.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "HEIF"]) as image:
            is_jpeg = image.format in ("JPEG", "MPO")
            if image.width * image.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
                raise NotTaken(Why.TOO_MANY_PIXELS)
            # Only JPEG heeds this: it is decoded at a half, a quarter or an eighth of its size.
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
            flat = _shrunk(image)
            _refuse_unlike(image, flat)
    except (NotTaken, MemoryError):
        raise
    # Pillow and its decoders raise a dozen kinds of exceptions for a damaged picture.
    except Exception as error:
        raise NotTaken(Why.DAMAGED_PICTURE) from error
    buffer = io.BytesIO()
    upright = flat.transpose(turn) if turn is not None else flat
    upright.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _shrunk(image: Image.Image) -> Image.Image:
    """Return the picture in plain colours on white and not too large.

    Band by band, so that memory never holds a second copy.
    """
    factor = max(1, max(image.size) // LONGEST_SIDE)
    # A multiple of the factor, so that bands meet without a seam.
    height = BAND * factor
    canvas = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)), "white")
    for top in range(0, image.height, height):
        band = _on_white(image.crop((0, top, image.width, min(top + height, image.height))))
        canvas.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    canvas.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return canvas


def _on_white(image: Image.Image) -> Image.Image:
    """Convert to eight bits a colour, with white where the picture is transparent."""
    if image.mode in _DEEP:
        return _eight_bits(image).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        colours = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours).convert(
            "RGB"
        )
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Scale sixteen bits of grey to eight: conversion alone would turn all above 255 white."""
    # For this mode Pillow takes the function as a scale and an offset, not value by value.
    return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")


def _refuse_unlike(image: Image.Image, flat: Image.Image) -> None:
    """Raise `NotTaken` when the new picture does not look like the original.

    The original is measured in its own values, not as converted.
    """
    if image.mode in _DEEP:
        original = image.convert("F").resize(GRID, Image.Resampling.BOX)
    elif image.mode in ("1", "L", "RGB") and "transparency" not in image.info:
        original = image.convert("L").resize(GRID, Image.Resampling.BOX).convert("F")
    else:
        return
    spread, likeness = _likeness(
        original, flat.convert("L").resize(GRID, Image.Resampling.BOX).convert("F")
    )
    if spread > EVEN and likeness < LIKENESS:
        raise NotTaken(Why.UNFAITHFUL)


def _likeness(original: Image.Image, copy: Image.Image) -> tuple[float, float]:
    """Return the unevenness of the original and its correlation with the copy.

    Unevenness is relative to the brightest value; the correlation is 1 at most.
    """
    first, second = array("f", original.tobytes()), array("f", copy.tobytes())
    mean, other_mean = sum(first) / len(first), sum(second) / len(second)
    spread = sum((value - mean) ** 2 for value in first) ** 0.5
    width = sum((value - other_mean) ** 2 for value in second) ** 0.5
    together = sum(
        (value - mean) * (copied - other_mean) for value, copied in zip(first, second, strict=True)
    )
    brightest = max(1.0, max(first))
    return spread / len(first) ** 0.5 / brightest, together / (
        spread * width
    ) if spread and width else 0.0
