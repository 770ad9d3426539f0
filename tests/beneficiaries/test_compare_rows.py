"""The dry run compares every row with the register and with the other rows; nobody is registered by
it.
"""

from tests.beneficiaries.files import a_list, a_member, brought, checked, handed_in, row, said
from tests.cast import NOW
from tests.factories import a_national_id, a_person
from tests.sheets import a_csv, a_workbook, changed
from wasl.audit.models import Event
from wasl.beneficiaries.actions import import_checking, importing
from wasl.beneficiaries.models.imports import ColumnMapping
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import finding, household, imports
from wasl.beneficiaries.states import ImportStatus
from wasl.common.dates import parse_dual

ID, NAME, MOBILE, BIRTH, NUMBER, SEX = (
    "السجل المدني",
    "الاسم الرباعي",
    "رقم الجوّال",
    "تاريخ الميلاد",
    "رقم العضوية",
    "الجنس",
)


def codes(source, number):
    return row(source, number).codes


def test_who_is_in_the_register_is_found_and_never_changed(maha):
    a_person("سعد بن ناصر الحربي", 7_000_001, mobile="0500000999", gender="male")
    source = checked(a_list([a_member(1, **{NAME: "سعد الحربي"})]))
    assert row(source, 4).state == "known" and not row(source, 4).is_chosen
    assert {"known", "differs", "fill"} <= set(codes(source, 4))
    assert "The register says otherwise in: Mobile." in said(source, 4)
    brought(source)
    person = Person.objects.get()
    assert (person.full_name, person.mobile, person.iban) == (
        "سعد بن ناصر الحربي",
        "+966500000999",
        "",
    )


def test_what_the_register_lacks_is_completed_only_when_it_is_asked_for(maha):
    known = a_person("سعد بن ناصر الحربي", 7_000_001, mobile="0500000999", gender="male")
    source = brought(checked(a_list([a_member(1, **{NAME: "سعد الحربي"})])), fills=True)
    known.refresh_from_db()
    assert (
        known.iban
        and known.city == "وادي الرند"
        and known.birth_date
        and known.mobile == "+966500000999"
    )
    assert known.memberships.get().number == "0001"
    assert [event.verb.split(".")[1] for event in Event.objects.about(known)] == [
        "register",
        "correct",
        "admit_member",
    ]
    assert imports.batches(source)[0].filled == 1


def test_a_known_number_under_another_name_is_looked_at_first(maha):
    a_person("نورة بنت فهد القحطاني", 7_000_001)
    source = checked(a_list([a_member(1)]))
    assert {"known_other_name"} <= set(codes(source, 4)) and "fill" not in codes(source, 4)


def test_somebody_alike_in_the_register_waits_for_a_word(maha):
    a_person("سعد بن ناصر الحربي", 5, mobile="0500000002", gender="male")
    a_person("فهد بن ناصر الحربي", 6, birth=parse_dual("4/4/1373"), gender="male")
    rows = [a_member(2, **{NAME: "سعد بن ناصر الحربي"}), a_member(3, **{NAME: "فهد ناصر الحربي"})]
    rows += [a_member(4, **{NAME: "سعد بن ناصر الحربي", BIRTH: "1/1/1390"})]
    source = checked(a_list(rows))
    assert codes(source, 4) == ["likely"] and not row(source, 4).is_chosen
    assert said(source, 5) == [
        "The register has somebody with the same name and the same day of birth."
    ]
    assert codes(source, 6) == ["namesake"] and row(source, 6).is_chosen


def test_one_id_number_on_two_rows_with_two_names_holds_both_back(maha):
    one, other = a_member(1), a_member(2, **{ID: a_national_id(7_000_001)})
    source = checked(a_list([one, other, a_member(3)]))
    assert [row(source, number).state for number in (4, 5, 6)] == ["error", "error", "ready"]
    assert said(source, 4) == ["Row 5 has the same ID number with another name."]
    assert said(source, 5) == ["Row 4 has the same ID number with another name."]


def test_the_same_person_twice_in_a_file_comes_once(maha):
    source = checked(a_list([a_member(1), a_member(1, **{MOBILE: None})]))
    assert row(source, 5).state == "skipped" and said(source, 5) == ["Row 4 is the same person."]
    brought(source)
    assert Person.objects.count() == 1


def test_one_membership_number_for_two_and_one_that_is_anothers(maha):
    brought(checked(a_list([a_member(9)])))
    rows = [
        a_member(1, **{NUMBER: 77}),
        a_member(2, **{NUMBER: "٧٧"}),
        a_member(3, **{NUMBER: "0009"}),
    ]
    source = checked(a_list(rows))
    assert "Row 5 has the same membership number." in said(source, 4)
    assert codes(source, 6) == ["member_number_held"] and row(source, 6).state == "error"


def test_twins_in_name_without_a_number_wait_for_a_word(maha):
    rows = [a_member(1, **{ID: None}), a_member(1, **{ID: None, BIRTH: None, NUMBER: None})]
    source = checked(a_list(rows))
    assert "twin" in codes(source, 5) and not row(source, 5).is_chosen


def test_a_mobile_on_many_rows_is_said(maha):
    source = checked(a_list([a_member(place, **{MOBILE: "0555555555"}) for place in range(1, 11)]))
    assert codes(source, 4) == ["crowded_mobile"] and "10 rows" in said(source, 4)[0]


FAMILY = ["الاسم", "رقم الهوية", "الجنس", "صلة القرابة", "هوية رب الأسرة"]


def a_family(head=1):
    number = a_national_id(7_100_000 + head)
    rows = [["سعد ناصر الحربي", number, "ذكر", "رب الأسرة", number]]
    rows += [["هند فهد الدوسري", a_national_id(7_200_000 + head), "أنثى", "زوجة", number]]
    return [*rows, ["نوف سعد الحربي", None, None, "ابنة", number]]


def test_a_family_is_brought_with_its_head_whatever_the_order_of_its_rows(maha):
    rows = [*reversed(a_family(1)), *a_family(2)]
    source = checked(a_workbook(("أسر", [FAMILY, *rows])), size=100)
    source = brought(source)
    assert Person.objects.count() == 6 and source.batches.get().problem == {}
    family = household.family_of(finding.by_id_number(a_national_id(7_200_001)))
    assert [one.role for one in family.members] == ["head", "spouse", "daughter"]
    assert family.head.person.id_number == a_national_id(7_100_001)


def test_two_heads_of_one_family_are_both_held_back(maha):
    rows = a_family()
    rows[1][3] = "رب الأسرة"
    source = checked(a_workbook(("أسر", [FAMILY, *rows])))
    assert (
        said(source, 2) == ["The family has another head on row 3."]
        and row(source, 3).state == "error"
    )
    assert (
        codes(source, 4) == ["gender_read", "head_refused", "no_id"]
        and row(source, 4).state == "error"
    )


def test_a_family_waits_for_its_head_and_holds_no_other_family_back(maha):
    """A wrong number of one head keeps one family out; a head who may be known already is looked at
    first.
    """
    a_person("سعد ناصر الحربي", 7_300_001, gender="male", mobile="+966512345678")
    heading, rows = [*FAMILY, "رقم الجوال"], []
    for place in range(1, 61):
        rows += [
            [*one, "0512345678" if place == 3 and two == 0 else None]
            for two, one in enumerate(a_family(place))
        ]
    rows[0][1] = "1234567890"
    source = checked(a_workbook(("أسر", [heading, *rows])), size=100)
    assert "cannot be brought" in said(source, 3)[-1] and row(source, 4).state == "error"
    assert (
        "head_waits" in codes(source, 9)
        and not row(source, 9).is_chosen
        and row(source, 9).state == "ready"
    )
    source = brought(source)
    first, second = source.batches.order_by("number")
    assert (first.status, first.size, second.status, second.size) == ("done", 102, "done", 78)
    assert Person.objects.count() == 1 + 58 * 3
    assert not finding.by_id_number(a_national_id(7_200_001)) and not finding.by_id_number(
        a_national_id(7_200_003)
    )


def test_the_head_may_be_in_the_register_and_a_family_without_one_is_said(maha):
    head = a_person("سعد ناصر الحربي", 7_100_001, gender="male")
    rows = a_family(1)[1:] + a_family(2)[1:]
    source = checked(a_workbook(("أسر", [FAMILY, *rows])))
    assert "household_alone" in codes(source, 4) and "household_alone" not in codes(source, 2)
    brought(source)
    assert [one.role for one in household.family_of(head).others] == ["spouse", "daughter"]


def test_a_row_whose_head_was_left_out_holds_its_batch_back_and_says_why(maha):
    source = checked(a_workbook(("أسر", [FAMILY, *a_family()])))
    importing.choose_rows(source=source, chosen=False, rows=[2], by=maha, at=NOW)
    batch = brought(source).batches.get()
    assert (
        batch.status == "failed"
        and "Row 3: the head of the family has not been brought" in batch.problem["en"]
    )
    assert "الصف 3" in batch.problem["ar"] and Person.objects.count() == 0


def test_what_the_columns_meant_is_remembered_for_the_next_file(maha):
    first = checked(
        a_csv([["س", "ص"], ["سعد بن ناصر الحربي", a_national_id(1)]]),
        mapping={0: "full_name", 1: "id_number"},
        header=1,
    )
    assert first.counts["ready"] == 1 and ColumnMapping.objects.count() == 1
    second = handed_in(a_csv([["ص", "س", "الجوال"], [a_national_id(2), "فهد بن سعد الحربي", ""]]))
    assert imports.likely_mapping(second, imports.surveyed(second)[0], 1) == {2: "mobile"}
    third = handed_in(a_csv([["ص", "س"], [a_national_id(2), "فهد بن سعد الحربي"]]))
    assert imports.likely_mapping(third, imports.surveyed(third)[0], 1) == {
        0: "id_number",
        1: "full_name",
    }


def test_the_likeliest_sheet_is_taken_and_a_hidden_one_is_not(maha):
    def shape(book):
        book["قديم"].sheet_state = "hidden"

    people = [
        ["الاسم", "رقم الهوية"],
        *[[f"سعد بن ناصر {place}", a_national_id(place)] for place in range(1, 5)],
    ]
    content = a_workbook(
        ("غلاف", [["تقرير"]]), ("قديم", [*people, *people]), ("القائمة", people), shape=shape
    )
    source = handed_in(content)
    assert (source.sheet, source.header_row) == (2, 1)


def test_a_file_that_breaks_half_way_goes_back_to_its_columns_with_the_reason(maha, monkeypatch):
    content = a_list([a_member(1)])
    source = handed_in(content)
    broken = changed(content, sheet1=lambda xml: xml[: len(xml) // 2])
    monkeypatch.setattr("wasl.beneficiaries.import_files.unsealed", lambda _file: broken)
    importing.map_columns(
        source=source, sheet=0, header_row=3, mapping={1: "full_name"}, defaults={}, batch_size=100,
        by=maha, at=NOW, inline=True,
    )  # fmt: skip
    source = import_checking.check_rows(source=source, by=maha, at=NOW)
    assert (
        source.status == ImportStatus.UPLOADED
        and "damaged" in source.problem["en"]
        and "تالف" in source.problem["ar"]
    )
