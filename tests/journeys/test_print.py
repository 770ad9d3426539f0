"""Public pages on paper, printed by the browser: the words are there, what is for the screen is
not.
"""

import contextlib
import unicodedata

import pypdfium2
import pytest

from tests.cast import NOW
from tests.factories import staff, the_catalogue
from wasl.knowledge.models import Article
from wasl.program import answers, reference

# Page → words that must be on the paper, and how many sheets it may take.
PAGES = {
    "policy": ("لكل من صدر في طلبه قرار أن يعترض عليه مرة واحدة", 8),
    "rights": ("يقر طالب الدعم بصحة ما قدّمه ويوقّع عليه", 3),
    "answers": ("متى يصلني الجواب عن طلبي؟", 3),
    "answers/{answer}": ("يكتب لك الإيصال يومين", 1),
    "results": ("تظهر الأرقام الأولى حين ينتهي ربع", 1),
    "services/food-basket": ("ما المطلوب منك", 4),
}
SCREEN = "nav, footer, button, form, input, textarea, .button"
SHOWN = (
    "all => [...document.querySelectorAll(all)].filter(one => one.checkVisibility()).map(one => "
    "one.outerHTML.slice(0, 80))"
)


@pytest.mark.clause("CHA-7")
def test_public_pages_print(page, live_server, transactional_db):
    association = reference.load_association(NOW)
    the_catalogue()
    for username in ("maha", "khalid"):
        staff(username)
    answers.load(NOW)
    first = Article.objects.order_by("pk")[0].pk
    for path, (words, sheets) in PAGES.items():
        page.goto(f"{live_server.url}/{path.format(answer=first)}/")
        printed = page.pdf(format="A4")
        with contextlib.closing(pypdfium2.PdfDocument(printed)) as document:
            said = {
                _letters(word)
                for sheet in document
                for word in sheet.get_textpage().get_text_range().split()
            }
            assert len(document) <= sheets, path
        for sentence in (words, association.name_ar):
            kept = [word for word in sentence.split() if _letters(word) in said]
            assert len(kept) >= len(sentence.split()) * 0.7, (path, sentence, kept)
        page.emulate_media(media="print")
        assert page.evaluate(SHOWN, SCREEN) == [], path
        page.emulate_media(media="null")


def _letters(word: str) -> str:
    """A word's letters, sorted: those that are joined closely come out of a PDF in another
    order.
    """
    return "".join(
        sorted(letter for letter in unicodedata.normalize("NFKC", word) if letter.isalpha())
    )
