"""Words of names by which people are found, and the vocabulary of all words (ADR 24)."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from wasl.beneficiaries.models.merging import EVERY_ROW
from wasl.beneficiaries.models.person import Person

WORD = 300


class PersonName(models.Model):
    """One name of a person as a list of words (`common.spelling.words`).

    In full, with what they are known as, or in Latin letters. `ends` holds the first word marked ^
    before it and the last marked $ behind it, for the index. Written by `beneficiaries.naming`
    alone, beside the person.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    words = ArrayField(models.TextField())
    ends = ArrayField(models.TextField())

    # A merged file's names keep pointing at it: they lead to the survivor, and an undo moves none.
    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [
            # Read far more than written: without a pending list, which every search would have to
            # go through.
            GinIndex(fields=["words", "ends"], name="person_name_words", fastupdate=False),
            models.Index(
                F("words__0"),
                Func("words", function="cardinality"),
                F("person").desc(),
                name="person_name_first",
            ),
        ]

    class Privacy:
        personal = ("person", "words", "ends")
        safe = ("id",)


class NameWord(models.Model):
    """A word in the names of the register, about how many people have it, and its keys.

    The keys are those under which near spellings meet. A word may be there twice until the nightly
    tending: there is no unique constraint, because two registrations would wait for each other's
    new words.
    """

    word = models.CharField(max_length=WORD, db_index=True)
    bare = models.CharField(max_length=WORD, db_index=True)
    people = models.PositiveIntegerField(default=1)
    keys = ArrayField(models.IntegerField())

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="name_word_keys", fastupdate=False)]

    class Privacy:
        personal = ("word", "bare", "keys")
        nobody = "words that names are made of, without who bears them"
        safe = ("id", "people")
