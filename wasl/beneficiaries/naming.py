"""Words of names by which people are found, stored beside them, and the vocabulary of all words.

An action that writes a person's names calls `keep` in the same transaction. The vocabulary is for
near spellings and for counts of people; it may lag by a night, and `tend` brings it to what the
names hold.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction

from wasl.beneficiaries.models.naming import NameWord, PersonName
from wasl.beneficiaries.models.person import Person
from wasl.common.spelling import keys
from wasl.common.spelling.words import bare, words

NAMED = frozenset({"full_name", "known_as", "latin_name"})
BATCH = 1000
# Words for which the vocabulary and the names disagree: the word, how many names have it, and its
# rows (several, or none). Only these are written at night. The full join finds words that are
# missing as well as words that nobody has any more; `cardinality` finds a word that is there twice.
DIFFERENCES = """
SELECT word, counted.people, kept.ids
FROM (SELECT word, count(*) AS people FROM beneficiaries_personname, unnest(words) AS word GROUP BY word) AS counted
FULL JOIN (SELECT word, array_agg(id ORDER BY id) AS ids, min(people) AS people FROM beneficiaries_nameword GROUP BY word)
  AS kept USING (word)
WHERE counted.people IS DISTINCT FROM kept.people OR cardinality(kept.ids) > 1
"""


def names(full_name: str, known_as: str = "", latin_name: str = "") -> list[list[str]]:
    """Return the lists of words by which a person is found.

    The full name, the full name after what they are known as, and the name in Latin letters.
    """
    full = words(full_name)
    also = [words(known_as) + full if known_as else [], words(latin_name)]
    return [full, *(variant for variant in also if variant and variant != full)]


def row(name_words: Sequence[str]) -> dict[str, list[str]]:
    """Return the columns of `PersonName` for one list of words."""
    # The marks let one GIN index answer «begins with» and «ends with» a word as well.
    return {"words": list(name_words), "ends": [f"^{name_words[0]}", f"{name_words[-1]}$"]}


def keep(people: Iterable[Person]) -> None:
    """Write the words of these people's names again, and learn new words."""
    names_by_pk = {
        person.pk: names(person.full_name, person.known_as, person.latin_name) for person in people
    }
    PersonName.objects.filter(person__in=list(names_by_pk)).delete()
    PersonName.objects.bulk_create(
        [
            PersonName(person_id=pk, **row(name))
            for pk, several in names_by_pk.items()
            for name in several
            if name
        ]
    )
    learn(word for several in names_by_pk.values() for name in several for word in name)


def learn(all_words: Iterable[str]) -> None:
    """Add words to the vocabulary that it lacks."""
    new = set(all_words)
    new -= set(NameWord.objects.filter(word__in=new).values_list("word", flat=True))
    # No unique constraint and no lock: two registrations would wait for each other's new words. A
    # word that comes in twice is tidied at night (`tend`).
    NameWord.objects.bulk_create(
        [NameWord(word=word, **word_row(word)) for word in sorted(new)], batch_size=BATCH
    )


def word_row(word: str) -> dict[str, Any]:
    """Return the columns of `NameWord` that follow from the word."""
    return {"bare": bare(word), "keys": keys.held(word)}


@transaction.atomic
def tend() -> int:
    """Bring the vocabulary to what the names hold, and return how many words differed.

    Counts, and words that are missing, there twice, or nobody's any more.
    """
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENCES)
        differences = cursor.fetchall()
    for start in range(0, len(differences), BATCH):
        some = differences[start : start + BATCH]
        # Of a word that is in use the first row stays; of a word that nobody has, none.
        surplus = [pk for _word, people, ids in some for pk in (ids or [])[1 if people else 0 :]]
        NameWord.objects.filter(pk__in=surplus).delete()
        learn(word for word, _people, ids in some if not ids)
        counted = {word: people for word, people, _ids in some if people}
        name_words = list(NameWord.objects.filter(word__in=list(counted)).only("id", "word"))
        for name_word in name_words:
            name_word.people = counted[name_word.word]
        NameWord.objects.bulk_update(name_words, ["people"])
    return len(differences)
