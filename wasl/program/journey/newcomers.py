"""People nobody has met: valid numbers made by chance, new in every run."""

import base64
import io
import secrets
from dataclasses import dataclass

from PIL import Image, ImageDraw

WOMEN = ("هند", "ريما", "نوف", "سميرة", "العنود", "وجدان", "منيرة", "بشرى")
MEN = ("سالم", "عايد", "ماجد", "فلاح", "نايف", "زياد", "هاني", "مشعل")
FATHERS = ("صالح", "حمد", "عبد الله", "مطلق", "سعد", "راشد", "إبراهيم")
FAMILIES = ("القحطاني", "الحربي", "المطيري", "العنزي", "الشمري", "السبيعي", "البقمي")


@dataclass(frozen=True)
class Newcomer:
    """A person with an ID and a phone in the pocket."""

    name: str
    gender: str
    id_number: str
    mobile: str

    @property
    def number(self) -> str:
        """The mobile as the carrier writes it."""
        return f"966{self.mobile[1:]}"


def a_newcomer(gender: str) -> Newcomer:
    """Somebody new."""
    given_name, son = (
        (secrets.choice(WOMEN), "بنت") if gender == "female" else (secrets.choice(MEN), "بن")
    )
    name = f"{given_name} {son} {secrets.choice(FATHERS)} {secrets.choice(FAMILIES)}"
    return Newcomer(name, gender, an_id_number(), f"055{secrets.randbelow(10_000_000):07d}")


def an_id_number() -> str:
    """A national ID with a right check digit."""
    body = f"1{secrets.randbelow(100_000_000):08d}"
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(body))
    return f"{body}{-sum(value - 9 if value > 9 else value for value in doubled) % 10}"


def a_wrong_id_number() -> str:
    """The same with one digit mistyped."""
    right = an_id_number()
    return f"{right[:-1]}{(int(right[-1]) + 1) % 10}"


def a_photo() -> tuple[str, bytes, str]:
    """A photograph of a paper, as a phone sends it."""
    out = io.BytesIO()
    picture = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(picture).rectangle([60, 60, 540, 740], outline="black", width=4)
    picture.save(out, "JPEG")
    return "paper.jpg", out.getvalue(), "image/jpeg"


def a_drawing() -> str:
    """A signature drawn with a finger, as the page sends it."""
    out = io.BytesIO()
    picture = Image.new("RGB", (480, 160), "white")
    line = [(30, 120), (110, 40), (160, 120), (260, 50), (330, 110), (450, 60)]
    ImageDraw.Draw(picture).line(line, fill="black", width=5)
    picture.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
