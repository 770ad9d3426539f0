"""What people are found by: the words of their names, and the vocabulary of all words."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from wasl.beneficiaries.models.merging import EVERY_ROW
from wasl.beneficiaries.models.person import Person

WORD = 300


class PersonName(models.Model):
    """One name of a person as the list of its words (`common.spelling.words`): in full, with what
    they are known as, in Latin.

    `ends` holds the first word marked ^ before it and the last marked $ behind it, for the index.
    Written by `beneficiaries.naming` alone, beside the person.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    words = ArrayField(models.TextField())
    ends = ArrayField(models.TextField())

    # What a merged file was called leads to the one that stands, and comes back with it.
    stays_on_merge = EVERY_ROW

    class Meta:
        indexes = [
            # Read far more than written: no pending list that every search would have to go
            # through.
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
    """A word that names in the register have, about how many people, and the keys under which near
    spellings meet.

    Added without waiting for anybody, so a word may stand twice until the night's tending: no
    unique constraint, because two registrations would wait for each other's new words.
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
