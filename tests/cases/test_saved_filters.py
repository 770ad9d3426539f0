"""Ways to look at the queue: named, one's own or a department's, and one of them to begin with
(PRE-7).
"""

import pytest
from django.urls import reverse

from tests.cast import NOW
from tests.factories import a_case, staff
from wasl.accounts.models import Department
from wasl.cases.actions import sharing
from wasl.cases.models.case import FirstFilter, SavedFilter
from wasl.cases.queries import saved as saved_queries
from wasl.cases.queries.lists import Wanted
from wasl.common.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRE-7")]


def department(code="relations"):
    return Department.objects.get(code=code)


def save(by="noura", name="العاجلة", first=False, shared=None, **wanted):
    kept = Wanted(show="all", **wanted).kept
    return sharing.save_filter(
        name=name, filters=kept, department=shared, first=first, by=staff(by), at=NOW
    )


def names(username):
    return [one.name for one in saved_queries.saved(staff(username))]


def test_noura_names_what_she_looks_at_often():
    save(urgent="1")
    assert names("noura") == ["العاجلة"] and names("bader") == []


def test_the_same_name_again_replaces_it():
    save(urgent="1")
    save(stage="study")
    assert SavedFilter.objects.get().wanted == {"show": "all", "stage": "study"}


def test_shared_with_the_department_and_no_further():
    save(shared=department())
    assert names("bader") == ["العاجلة"] and names("salem") == []
    with pytest.raises(Refused, match="belong to"):
        save(shared=department("research"))


def test_a_name_is_wanted():
    with pytest.raises(Refused, match="name"):
        save(name=" ")


def test_the_queue_opens_with_the_first_filter(client):
    case, noura = a_case(), staff("noura")
    client.force_login(noura)
    assert client.get(reverse("cases:queue")).context["wanted"] == Wanted("mine")
    saved = save(urgent="1", first=True)
    page = client.get(reverse("cases:queue"))
    assert page.context["wanted"] == Wanted("all", urgent="1") and page.context["rows"] == []
    assert [
        row["pk"] for row in client.get(reverse("cases:queue") + "?show=mine").context["rows"]
    ] == [case.pk]
    client.post(reverse("cases:begin_with_filter"))
    assert client.get(reverse("cases:queue")).context["wanted"] == Wanted("mine")
    client.post(reverse("cases:begin_with_filter"), {"filter": saved.pk})
    assert FirstFilter.objects.get().filter == saved


def test_a_shared_filter_may_be_begun_with_and_goes_with_its_author():
    saved = save(shared=department())
    sharing.begin_with_filter(saved=saved, by=staff("bader"), at=NOW)
    with pytest.raises(Refused, match="another's"):
        sharing.begin_with_filter(saved=saved, by=staff("salem"), at=NOW)
    with pytest.raises(Refused, match="another's"):
        sharing.delete_filter(saved=saved, by=staff("bader"), at=NOW)
    sharing.delete_filter(saved=saved, by=staff("noura"), at=NOW)
    assert not FirstFilter.objects.exists()


def test_the_pages_of_it(client):
    client.force_login(staff("noura"))
    given = {
        "wanted": "?show=overdue&stage=study&x=1",
        "name": "دراسات متأخرة",
        "department": department().pk,
    }
    answer = client.post(reverse("cases:filters"), given)
    assert answer.url == reverse("cases:queue") + "?show=overdue&stage=study"
    saved = SavedFilter.objects.get()
    page = client.get(reverse("cases:filters")).content.decode()
    assert "دراسات متأخرة" in page and f"/filters/{saved.pk}/delete/" in page
    assert 'aria-current="page">دراسات متأخرة' in client.get(answer.url).content.decode()
    empty = client.post(reverse("cases:filters"), {"wanted": "?show=all", "name": ""})
    assert empty.status_code == 200 and empty.context["form"].errors
    client.post(reverse("cases:delete_filter", args=[saved.pk]))
    assert not SavedFilter.objects.exists()
    assert 'class="empty"' in client.get(reverse("cases:filters")).content.decode()


def test_what_was_saved_when_words_were_others_is_read_as_far_as_it_makes_sense():
    saved = save()
    SavedFilter.objects.update(wanted={"show": "gone", "stage": "gone", "owner": "me"})
    saved.refresh_from_db()
    assert Wanted.read(saved.wanted) == Wanted("mine", owner="me")
