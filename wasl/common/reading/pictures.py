"""A photograph or a scan decoded within bounds and drawn anew as a JPEG that looks like it, with
nothing else in it.

No Django here: the child that runs this knows nothing of the site.
"""

import io
from array import array
from typing import Any

import pi_heif
from PIL import ExifTags, Image

from wasl.common.reading.refusals import NotTaken, Why

MOST_PIXELS = 60_000_000
# A JPEG is made smaller while it is decoded, so that a telephone's largest costs no more.
MOST_PIXELS_OF_JPEG = 220_000_000
LONGEST_SIDE = 2400
QUALITY = 82
BAND = 256
GRID = (48, 48)
# Below this spread of brightness a picture is one even surface, and has no likeness to measure.
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
    """The picture as it is kept."""
    return {"kind": "jpeg", "pages": 1, "names": []}, [as_jpeg(content)]


def as_jpeg(content: bytes) -> bytes:
    """The picture upright, at most 2,400 pixels a side, as a new JPEG; raises `NotTaken`."""
    pi_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = None  # bounded here, by what each format costs
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "HEIF"]) as image:
            is_jpeg = image.format in ("JPEG", "MPO")
            if image.width * image.height > (MOST_PIXELS_OF_JPEG if is_jpeg else MOST_PIXELS):
                raise NotTaken(Why.TOO_MANY_PIXELS)
            image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
            flat = _shrunk(image)
            _refuse_unlike(image, flat)
    except (NotTaken, MemoryError):
        raise
    except Exception as error:  # Pillow and its decoders raise a dozen kinds for a damaged picture
        raise NotTaken(Why.DAMAGED_PICTURE) from error
    buffer = io.BytesIO()
    upright = flat.transpose(turn) if turn is not None else flat
    upright.save(buffer, "JPEG", quality=QUALITY, optimize=True)
    return buffer.getvalue()


def _shrunk(image: Image.Image) -> Image.Image:
    """The picture in plain colours on white and not too large; band by band, so that no second copy
    of it stands in memory.
    """
    factor = max(1, max(image.size) // LONGEST_SIDE)
    height = BAND * factor
    canvas = Image.new("RGB", (-(-image.width // factor), -(-image.height // factor)), "white")
    for top in range(0, image.height, height):
        band = _on_white(image.crop((0, top, image.width, min(top + height, image.height))))
        canvas.paste(band.reduce(factor) if factor > 1 else band, (0, top // factor))
    canvas.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return canvas


def _on_white(image: Image.Image) -> Image.Image:
    """In eight bits a colour, with white where nothing is."""
    if image.mode in _DEEP:
        return _eight_bits(image).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        colours = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", colours.size, "white"), colours).convert(
            "RGB"
        )
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Sixteen bits of grey as eight: to convert alone would cut all that is lighter than a 256th to
    white.
    """
    return image.convert("I").point(lambda value: value * (1 / 256) + 0).convert("L")


def _refuse_unlike(image: Image.Image, flat: Image.Image) -> None:
    """What is kept looks as what came; raises `NotTaken`. The original is measured in its own
    values, not as it was converted.
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
    """How uneven the original is (of its brightest), and how its brightness and the copy's go
    together, 1 at the most.
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
