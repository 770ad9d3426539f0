"""Noisy scans of a text, as an office's old machine makes them: turned a little, grey, speckled,
pressed into JPEG.
"""

import io
import random
from importlib.resources import files

import pypdfium2
import typst
from PIL import Image, ImageFilter

DOTS_PER_INCH = 200
PAGE = """#set page(paper: "a4", margin: 2.2cm)
#set text(font: "IBM Plex Sans Arabic", size: 13pt, lang: "ar", dir: rtl)
#set par(leading: 1em, spacing: 1.5em)
"""


FONTS = files("fontpkg_ibm_plex_sans_arabic") / "files"


def noisy_scan(text, turn=0.6, seed=9):
    """A PDF of pictures alone, each page of it as grey and crooked as the last; a blank line parts
    paragraphs.
    """
    escaped = (
        "\n\n".join(line for line in text.splitlines() if line.strip())
        .replace("#", "\\#")
        .replace("-", "\\-")
    )
    printed = typst.compile(
        (PAGE + escaped).encode(), font_paths=[str(FONTS)], ignore_system_fonts=True
    )
    dice = random.Random(seed)
    pages = [_spoil(page, dice, turn) for page in pypdfium2.PdfDocument(printed)]
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=DOTS_PER_INCH, quality=55
    )
    return out.getvalue()


def _spoil(page, dice, turn):
    picture = page.render(scale=DOTS_PER_INCH / 72, grayscale=True).to_pil()
    picture = picture.rotate(turn, expand=False, fillcolor=255, resample=Image.Resampling.BICUBIC)
    noise = Image.frombytes("L", picture.size, dice.randbytes(picture.width * picture.height))
    picture = Image.blend(picture.point(lambda shade: 40 + shade * 3 // 4), noise, 0.12)
    for _speck in range(160):
        spot = (dice.randrange(picture.width - 3), dice.randrange(picture.height - 3))
        picture.paste(
            dice.randrange(60, 160),
            (*spot, spot[0] + dice.randrange(1, 3), spot[1] + dice.randrange(1, 3)),
        )
    return picture.filter(ImageFilter.GaussianBlur(0.6))
