"""A file is opened by a child with bounded memory and time, one at a time; a picture is kept as it
looked (ADR 46).
"""

import fcntl
import io
import os
import threading
import time

import pi_heif
import pytest
from django.utils import translation
from PIL import Image, ImageDraw

from tests.common.papers_of_others import written
from wasl.common import installation
from wasl.common.reading import apart
from wasl.common.reading.apart import Limits, opened
from wasl.common.reading.refusals import NotTaken, Why
from wasl.common.uploads import BadUpload, accept

PICTURES = "wasl.common.reading.pictures"
BEHAVIOUR = "tests.common.behaviours"


def scene(size=(480, 320)):
    """A page with light and dark, sharp edges and colours."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((size[0] // 8, size[1] // 8, size[0] // 3, size[1] // 2), fill="black")
    pen.ellipse(
        (size[0] // 2, size[1] // 3, size[0] - 20, size[1] - 20),
        fill="white",
        outline="red",
        width=8,
    )
    return picture


def encoded(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def deep(picture):
    """The scene as a scanner with sixteen bits of grey gives it."""
    grey = picture.convert("L")
    whole = Image.new("I;16", grey.size)
    whole.putdata([value * 257 for value in grey.get_flattened_data()])
    return whole


def turned(picture, orientation, turn):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(picture.transpose(turn), "JPEG", exif=exif, quality=95)


def clear(mode):
    """The scene with a hole in it, which is white on paper."""
    picture = scene().convert("RGBA")
    ImageDraw.Draw(picture).rectangle((0, 0, 60, 320), fill=(0, 0, 0, 0))
    return picture.convert(mode) if mode != "P" else picture.quantize(64)


def holed():
    picture = scene()
    ImageDraw.Draw(picture).rectangle((0, 0, 60, 320), fill="white")
    return picture


GREY, COLOUR = "L", "RGB"
SCENES = {
    "colours": (encoded(scene(), "PNG"), scene(), COLOUR),
    "grey": (encoded(scene().convert("L"), "PNG"), scene(), GREY),
    "sixteen bits": (encoded(deep(scene()), "PNG"), scene(), GREY),
    "two colours": (encoded(scene().convert("1"), "PNG"), scene(), GREY),
    "palette": (encoded(scene().quantize(128), "PNG"), scene(), COLOUR),
    "clear": (encoded(clear("RGBA"), "PNG"), holed(), COLOUR),
    "clear grey": (encoded(clear("LA"), "PNG"), holed(), GREY),
    "clear palette": (encoded(clear("P"), "PNG"), holed(), COLOUR),
    "print colours": (encoded(scene().convert("CMYK"), "JPEG", quality=95), scene(), COLOUR),
    "grey photograph": (encoded(scene().convert("L"), "JPEG", quality=95), scene(), GREY),
    "progressive": (encoded(scene(), "JPEG", progressive=True, quality=95), scene(), COLOUR),
    "two photographs in one": (
        encoded(
            scene(),
            "MPO",
            save_all=True,
            append_images=[Image.new("RGB", (480, 320), "blue")],
            quality=95,
        ),
        scene(),
        COLOUR,
    ),
    "moving": (
        encoded(scene(), "PNG", save_all=True, append_images=[Image.new("RGB", (480, 320))]),
        scene(),
        COLOUR,
    ),
    "on its side": (turned(scene(), 6, Image.Transpose.ROTATE_90), scene(), COLOUR),
    "head down": (turned(scene(), 3, Image.Transpose.ROTATE_180), scene(), COLOUR),
    "mirrored": (turned(scene(), 2, Image.Transpose.FLIP_LEFT_RIGHT), scene(), COLOUR),
    "large": (encoded(scene((5000, 3400)), "PNG"), scene((5000, 3400)), COLOUR),
    "large, sixteen bits": (encoded(deep(scene((2600, 1700))), "PNG"), scene((2600, 1700)), GREY),
}


def difference(first, second, mode):
    """The mean difference of two pictures, seen small, 255 at the most."""
    small = [
        picture.convert(mode).resize((60, 40), Image.Resampling.BOX).tobytes()
        for picture in (first, second)
    ]
    return sum(abs(value - other) for value, other in zip(*small, strict=True)) / len(small[0])


@pytest.mark.parametrize("name", SCENES)
def test_a_picture_is_kept_as_it_looked(name):
    content, original, mode = SCENES[name]
    stored = Image.open(io.BytesIO(opened(PICTURES, {}, content).files[0]))
    assert (stored.format, stored.mode) == ("JPEG", "RGB") and max(stored.size) <= 2400
    assert abs(stored.width / stored.height - original.width / original.height) < 0.01
    assert difference(stored, original, mode) < 6


def test_a_telephones_own_format_is_kept_as_it_looked():
    original = scene()
    pi_heif.register_heif_opener()
    path = os.path.join(os.path.dirname(__file__), "telephone.heic")
    with open(path, "rb") as file:
        content = file.read()
    stored = Image.open(io.BytesIO(opened(PICTURES, {}, content).files[0]))
    original = Image.open(io.BytesIO(content))
    assert difference(stored, original, COLOUR) < 6


@pytest.mark.parametrize("mode", ["1", "RGBA", "I;16"])
def test_seven_kilobytes_cost_no_four_hundred_megabytes(mode):
    """The largest picture that is taken at all; the child lives within its memory, and says how
    much it had.
    """
    content = encoded(Image.new(mode, (7700, 7700)), "PNG")
    about = opened(BEHAVIOUR, {"reader": PICTURES}, content, Limits(clock=120, processor=100)).about
    assert about["megabytes"] < 420


def test_what_takes_too_much_is_refused_and_the_site_lives_on():
    with pytest.raises(NotTaken) as refusal:
        opened(BEHAVIOUR, {"does": "eat"}, b"")
    assert refusal.value.why == Why.HEAVY
    with pytest.raises(NotTaken) as refusal:
        opened(BEHAVIOUR, {"does": "spin"}, b"", Limits(processor=1))
    assert refusal.value.why == Why.HEAVY
    with pytest.raises(NotTaken) as refusal:
        opened(BEHAVIOUR, {"does": "sleep"}, b"", Limits(clock=1))
    assert refusal.value.why == Why.HEAVY
    with pytest.raises(NotTaken) as refusal:
        opened(BEHAVIOUR, {"does": "die"}, b"")
    assert refusal.value.why == Why.HEAVY


def test_the_child_knows_nothing_of_the_site(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    about = opened(BEHAVIOUR, {"does": "tell"}, b"").about
    assert "DATABASE_URL" not in about["environment"] and not about["has_django"]
    assert not about["writes"]


def test_one_is_opened_at_a_time():
    busy = threading.Barrier(3)
    spans = []

    def ask():
        busy.wait()
        about = opened(BEHAVIOUR, {"does": "span"}, b"", Limits(turn=60)).about
        spans.append((about["from"], about["until"]))

    threads = [threading.Thread(target=ask) for _number in range(2)]
    for thread in threads:
        thread.start()
    busy.wait()
    for thread in threads:
        thread.join()
    first, second = sorted(spans)
    assert first[1] <= second[0]


def test_who_waits_too_long_is_told_to_come_again(monkeypatch):
    monkeypatch.setattr(apart, "LIMITS", Limits(turn=0))
    with open(installation.home() / "reading.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        start = time.monotonic()
        with translation.override("en"), pytest.raises(BadUpload, match="in a minute"):
            accept(io.BytesIO(written()))
        assert time.monotonic() - start < 5


def test_a_photograph_of_thirty_megabytes_is_taken():
    noise = Image.effect_noise((5000, 4000), 120).convert("RGB")
    content = encoded(noise, "JPEG", quality=98)
    content += b"\0" * (30 * 1024 * 1024 - len(content))
    assert accept(io.BytesIO(content)).kind == "jpeg"


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "TIFF", "BMP", "ICO"])
def test_pictures_of_the_web_and_of_old_programs_are_refused_with_a_sentence(kind):
    with translation.override("en"), pytest.raises(BadUpload, match="JPEG, PNG, HEIC"):
        accept(io.BytesIO(encoded(scene((64, 64)), kind)))
