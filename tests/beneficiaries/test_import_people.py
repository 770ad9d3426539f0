"""Maha brings the association's list of members: handed in, checked, brought in batches, and
undone.
"""

from datetime import timedelta

import pytest

from tests.beneficiaries.files import a_list, a_member, brought, checked, mapped
from tests.cast import NOW
from wasl.audit.models import Event
from wasl.beneficiaries.actions import import_checking, importing
from wasl.beneficiaries.actions.import_checking import Overtaken
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.models.roles import Membership
from wasl.beneficiaries.queries import imports
from wasl.beneficiaries.states import BatchStatus, ImportStatus


@pytest.mark.clause("PRE-2")
def test_a_list_of_members_becomes_people_and_members(maha):
    source = checked(a_list([a_member(place) for place in range(1, 251)]), size=100)
    assert source.status == ImportStatus.CHECKED
    assert source.counts["ready"] == 250 and Person.objects.count() == 0
    source = brought(source)
    assert source.status == ImportStatus.CHECKED
    assert [batch.status for batch in imports.batches(source)] == [BatchStatus.DONE] * 3
    assert Person.objects.count() == Membership.objects.count() == 250
    person = Person.objects.get(memberships__number="0007")
    assert (person.full_name, person.mobile, person.birth_written) == (
        "بندر بن محمد الحربي 7",
        "+966500000007",
        "8/8/1377",
    )
    assert person.memberships.get().shares == 8 and person.registered_by == maha
    mine = Event.objects.about(person)
    assert [event.verb for event in mine] == [
        "beneficiaries.register",
        "beneficiaries.admit_member",
    ]
    assert mine[0].data["import"] == source.pk and mine[0].data["row"] == 10
    assert Event.objects.filter(verb="beneficiaries.bring_batch").count() == 3


def test_a_file_closed_while_it_is_checked_stays_destroyed(maha):
    """The nightly closing asks nobody whether a check is running."""
    source = mapped(a_list([a_member(place) for place in range(1, 6)]))
    later = NOW + timedelta(days=400)
    with pytest.raises(Overtaken):
        import_checking.check_rows(
            source=source,
            by=maha,
            at=NOW,
            on_progress=lambda _read, _most: importing.close_due(by=None, at=later),
        )
    source.refresh_from_db()
    assert source.status == ImportStatus.CLOSED and not source.rows.exists()
