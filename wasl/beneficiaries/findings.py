"""Findings on the rows of a file before anybody is registered from it, and their sentences."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wasl.beneficiaries.columns import LABELS

NOTE, WARNING, ERROR = 1, 2, 3

# A row stores codes and values only, so that either language can show them (ADR 29). What the
# register's own checks refused brings its own words as `why`.
SENTENCES: dict[str, str | Promise] = {
    "refused": _("%(field)s: %(why)s"),
    "left_out": _("%(field)s is left out: %(why)s"),
    "no_name": _("There is no name."),
    "no_gender": _("There is no gender; choose one for the whole file, or add the column."),
    "no_id": _("There is no ID number; the person is registered without one."),
    "spoilt": _("%(field)s: some letters cannot be read. Save the file again as Excel Workbook (xlsx)."),
    "formula": _("%(field)s: the cell is a formula whose value is not in the file. Paste it as a value."),
    "error": _("%(field)s: the cell shows the error %(shown)s."),
    "digits": _("%(field)s: Excel shortened the number to %(shown)s, and digits are lost. Type it again as text."),
    "births_differ": _("The two dates of birth are not the same day; the first is taken."),
    "second_mobile": _("There is more than one mobile: messages go to the first, the others are kept beside it."),
    "gender_read": _("The gender is read from the name, the relation or the marital status."),
    "gender_unclear": _("«%(shown)s» is said of a man, or of a woman where ه stands for ة. Write the gender in its own column."),
    "gender_untold": _("%(field)s «%(shown)s» is not understood and may tell the gender. Write the gender in its own column."),
    "gender_beside": _("Column %(column)s says «%(shown)s», and the file's gender is male. Write the gender in its own column."),
    "gender_conflict": _("%(field)s «%(shown)s» says another gender than the row; look which is right."),
    "gender_title": _("%(field)s «%(shown)s» is a man's title, and the gender of the row is female; female is taken."),
    "marital_conflict": _("The relation «%(shown)s» says another marital status; the column of the status is taken."),
    "read_in_part": _("%(field)s: only a part of «%(shown)s» is understood; look whether it is right."),
    "not_understood": _("%(field)s: «%(shown)s» is not understood, or not wholly, and is not brought."),
    "lacks_other": _("%(field)s «%(shown)s» is not recorded, because the row has nothing in: %(other)s."),
    "not_brought": _("Not brought, because these columns have no meaning here: %(columns)s."),
    "lone_head": _("«%(shown)s»: nobody else heads this family, so this person does."),
    "relation_unknown": _("The relation «%(shown)s» is not known here; it becomes: other relative."),
    "household_alone": _("The head of the family is neither in the file nor in the register; the family is not recorded."),
    "head_refused": _("The head of the family, on row %(row)s, cannot be brought. Mend that row and bring the file again."),
    "head_waits": _("The head of the family, on row %(row)s, is not chosen. Look at that row, then choose both."),
    "two_heads": _("The family has another head on row %(row)s."),
    "same_id_other_name": _("Row %(row)s has the same ID number with another name."),
    "repeated": _("Row %(row)s is the same person."),
    "twin": _("Row %(row)s has the same name and the same birth or no ID number; look whether it is one person."),
    "same_member_number": _("Row %(row)s has the same membership number."),
    "member_number_held": _("Somebody else in the register holds this membership number."),
    "crowded_mobile": _("%(count)s rows have this mobile; it may be the association's own."),
    "known": _("This ID number is in the register already."),
    "known_other_name": _("This ID number is in the register already, under another name."),
    "differs": _("The register says otherwise in: %(fields)s."),
    "fill": _("The register lacks, and this row knows: %(fields)s."),
    "likely": _("The register has somebody with the same name and the same %(same)s."),
    "namesake": _("The register has somebody with the same name."),
    "shared_iban": _("The IBAN is another person's in the register."),
    "total": _("This row looks like a sum, not like a person."),
    "stray": _("This row looks like a title or a note, not like a person."),
    "header_again": _("This row repeats the headings."),
}  # fmt: skip
# The same in two or three words, for filters.
TITLES: dict[str, str | Promise] = {
    "refused": _("Value refused"),
    "left_out": _("Value left out"),
    "no_name": _("No name"),
    "no_gender": _("No gender"),
    "no_id": _("No ID number"),
    "spoilt": _("Letters spoilt"),
    "formula": _("Formula without a value"),
    "error": _("Error in a cell"),
    "digits": _("Digits lost"),
    "births_differ": _("Two dates of birth"),
    "second_mobile": _("Two mobiles"),
    "gender_read": _("Gender read from the row"),
    "gender_unclear": _("Gender unclear"),
    "gender_beside": _("A woman's word in another column"),
    "gender_untold": _("Gender in words that are not understood"),
    "gender_conflict": _("Gender in conflict"),
    "gender_title": _("A man's title for a woman"),
    "marital_conflict": _("Marital status in conflict"),
    "read_in_part": _("Read in part"),
    "not_understood": _("Not understood"),
    "lacks_other": _("Something else is lacking"),
    "not_brought": _("Columns not brought"),
    "lone_head": _("Head of the family for want of another"),
    "relation_unknown": _("Relation unknown"),
    "household_alone": _("Family without its head"),
    "head_refused": _("Family whose head cannot be brought"),
    "head_waits": _("Family whose head is not chosen"),
    "two_heads": _("Family with two heads"),
    "same_id_other_name": _("One ID number, two names"),
    "repeated": _("Person repeated"),
    "twin": _("Perhaps repeated"),
    "same_member_number": _("Membership number repeated"),
    "member_number_held": _("Membership number taken"),
    "crowded_mobile": _("One mobile, many people"),
    "known": _("In the register"),
    "known_other_name": _("In the register, other name"),
    "differs": _("Differs from the register"),
    "fill": _("Could complete the register"),
    "likely": _("Perhaps in the register"),
    "namesake": _("Same name in the register"),
    "shared_iban": _("IBAN of another person"),
    "total": _("Sum"),
    "stray": _("Title or note"),
    "header_again": _("Headings again"),
}
SEVERITIES: dict[int, str | Promise] = {
    NOTE: _("Note"),
    WARNING: _("Look at it"),
    ERROR: _("Cannot be brought"),
}
LOOKS = {NOTE: "text-note", WARNING: "text-wait", ERROR: "text-stop"}
# What a row may complete besides the fields of `LABELS`.
BESIDE: dict[str, str | Promise] = {"contacts": _("Further numbers")}
SAME: dict[str, str | Promise] = {
    "birth": _("day of birth"),
    "mobile": _("mobile"),
    "iban": _("IBAN"),
}


@dataclass(frozen=True)
class Finding:
    """One finding on a row: a code, its severity, the field, and values for its sentence."""

    code: str
    severity: int
    field: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def kept(self) -> dict[str, Any]:
        """Return the finding as it is stored."""
        return {
            "code": self.code,
            "severity": self.severity,
            "field": self.field,
            "values": dict(self.values),
        }


@dataclass(frozen=True)
class Said:
    """A finding as a reader sees it; `person` is the key of a person in the register."""

    text: str
    severity: int
    person: int | None

    @property
    def look(self) -> str:
        return LOOKS[self.severity]


def say(finding: Mapping[str, Any]) -> Said:
    """Return the sentence of a stored finding, in the reader's language."""
    values = dict(finding["values"])
    why = values.get("why")
    if isinstance(why, Mapping):
        values["why"] = in_ours(why)
    if "other" in values:
        values["other"] = str(LABELS[values["other"]])
    if "columns" in values:
        values["columns"] = ", ".join(values["columns"])
    if "fields" in values:
        values["fields"] = labels(values["fields"])
    if "same" in values:
        values["same"] = str(SAME[values["same"]])
    if finding["field"]:
        values["field"] = str(LABELS[finding["field"]])
    text = str(SENTENCES[finding["code"]]) % values
    return Said(text, finding["severity"], values.get("person"))


def labels(fields: Iterable[str]) -> str:
    """Return several fields in the reader's language, separated by commas."""
    comma = ", " if (get_language() or "ar").startswith("en") else "، "
    names = {**LABELS, **BESIDE}
    return comma.join(str(names[field]) for field in fields if field in names)


def in_both(words: Callable[[], object]) -> dict[str, str]:
    """Return a sentence in both languages, for storing: its later reader may read either."""
    texts = {}
    for language in ("ar", "en"):
        with translation.override(language):
            texts[language] = str(words())
    return texts


def in_ours(texts: Mapping[str, str]) -> str:
    """Return the reader's language of a stored sentence; '' when there is none."""
    return texts.get("en" if (get_language() or "ar").startswith("en") else "ar", "")
