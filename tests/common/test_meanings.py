"""One word, one meaning: a short message that two packages share says the same in each, or carries
a context.
"""

from functools import cache
from pathlib import Path

from tests.test_house import load_tool, none_of

LONGEST = 3  # words
# Read in each of their places, in Arabic: labels of one thing, or acts on it, whatever the package.
THE_SAME = Path(__file__).with_name("same_words.txt")


@cache
def shared():
    """Short messages without a context → the packages that say them, where those are two or
    more.
    """
    places = {}
    for message in load_tool("messages").extracted():
        text = message.id if isinstance(message.id, str) else message.id[0]
        packages = {Path(place).parts[1] for place, _line in message.locations}
        if text and not message.context and len(text.split()) <= LONGEST and len(packages) > 1:
            places[text] = packages
    return places


def test_a_short_word_of_two_packages_was_read_in_both():
    known = set(THE_SAME.read_text().splitlines())
    none_of(
        [
            f"«{text}» in {', '.join(sorted(packages))}: give it a context where it means "
            "something else, or read it in "
            f"Arabic in each place and add it to {THE_SAME.name}"
            for text, packages in sorted(shared().items())
            if text not in known
        ]
    )


def test_the_list_of_words_that_were_read_is_of_today():
    known = THE_SAME.read_text().splitlines()
    assert known == sorted(set(known), key=lambda text: (text.casefold(), text))
    today = shared()
    none_of([f"«{text}» is not shared any more" for text in known if text not in today])


def test_what_was_read_wrongly_is_said_rightly():
    """A meeting that is over was «موقوف»; a status was «قُدّم في» without a day."""
    said = {
        ("Closed", "meeting"): "انتهت",
        ("Closed", "incident"): "أُغلقت",
        ("Closed", "account"): "موقوف",
        ("Lodged", "objection"): "مُقدَّم",
        ("Lodged", "in a record"): "تاريخ التقديم",
        ("Issued", "in a record"): "تاريخ الإصدار",
        ("Studies", "in a record"): "الدراسات",
        ("Withdrawn", "membership"): "منسحب",
        ("none", "review"): "لا يوجد",
    }
    kept = load_tool("messages").kept()
    assert {key: kept.get(*key).string for key in said} == said


def test_a_status_alone_never_waits_for_a_day():
    """The name of a stage stands without a date behind it: it may not end in a preposition."""
    from django.apps import apps
    from django.utils import translation

    with translation.override("ar"):
        faults = [
            f"{model.__name__}.{field.name}: {label}"
            for model in apps.get_models()
            if model.__module__.startswith("wasl.")
            for field in model._meta.concrete_fields
            for _value, label in field.flatchoices or ()
            if str(label).split()[-1:]
            and str(label).split()[-1] in {"في", "من", "إلى", "على", "حتى", "عن", "منذ"}
        ]
    none_of(faults)
