"""The queue of pairs, two files side by side, and what is decided of them."""

import pytest

from tests.cast import NOW
from tests.factories import a_case, a_person, a_visitor
from wasl.audit.models import Event
from wasl.beneficiaries.actions import merging, pairs, registering
from wasl.beneficiaries.models.merging import DuplicatePair, Merge
from wasl.beneficiaries.models.person import Person
from wasl.beneficiaries.queries import file as file_queries
from wasl.beneficiaries.queries import pairs as pairs_queries
from wasl.common.verdicts import Refused

QUEUE = "/people/duplicates/"


@pytest.fixture
def pair(maha, noura):
    """Maryam twice, as Maha noticed."""
    first = a_person()
    other = a_visitor("مريم عبدالله الحربي", by=noura, mobile="0555555555", city="حائل")
    return pairs.bring_pair(person=first, other_person=other, by=maha, at=NOW)


def choices(pair, survivor, **fields):
    """The form of the page as it stands, with some fields chosen otherwise."""
    compared = pairs_queries.comparison(pair.first, pair.second)
    chosen = {f"field-{line.name}": line.value_owner for line in compared.lines if line.differs}
    seen = {
        "seen_first": file_queries.state_of(pair.first),
        "seen_second": file_queries.state_of(pair.second),
    }
    return {
        **chosen,
        **seen,
        "survivor": survivor.pk,
        **{f"field-{name}": file.pk for name, file in fields.items()},
    }


@pytest.mark.clause("PRE-2")
def test_both_files_are_shown_masked_and_their_opening_is_recorded(client, maha, pair):
    a_case(person=pair.second)
    client.force_login(maha)
    text = client.get(f"{QUEUE}{pair.pk}/").content.decode()
    assert pair.first.id_number not in text and pair.second.id_number not in text
    assert all(shown in text for shown in ("حائل", "0555555555", "مريم عبدالله الحربي"))
    assert Event.objects.filter(verb="beneficiaries.view", actor=maha).count() == 2


@pytest.mark.clause("PRE-2")
def test_an_undecided_pair_is_told_on_both_files(
    client, maha, noura, pair, django_assert_max_num_queries
):
    """Who may decide is led to both side by side; the others know of it; once decided, the file is
    quiet again.
    """
    client.force_login(maha)
    client.get("/desk/find/")
    there = f'href="{QUEUE}{pair.pk}/"'
    for file in (pair.first, pair.second):
        with django_assert_max_num_queries(12):
            text = client.get(f"/people/{file.pk}/").content.decode()
        assert there in text and 'id="twice"' in text
    pairs.judge_pair(pair=pair, state="later", by=maha, at=NOW)
    client.force_login(noura)
    text = client.get(f"/people/{pair.first_id}/").content.decode()
    assert 'id="twice"' in text and there not in text
    pairs.judge_pair(pair=pair, state="different", why="family", by=maha, at=NOW)
    assert 'id="twice"' not in client.get(f"/people/{pair.first_id}/").content.decode()
    pairs.judge_pair(pair=pair, state="open", by=maha, at=NOW)
    third = a_visitor("مريم الحربي", by=noura)
    pairs.bring_pair(person=third, other_person=pair.second, by=maha, at=NOW)
    merging.merge(survivor=pair.first, merged=pair.second, by=maha, at=NOW)
    for file in (pair.first, third):
        assert 'id="twice"' not in client.get(f"/people/{file.pk}/").content.decode()


def test_merging_from_the_page_leads_to_the_record(client, maha, pair):
    client.force_login(maha)
    chosen = choices(pair, pair.first, mobile=pair.second, address=pair.second)
    answer = client.post(f"{QUEUE}{pair.pk}/merge/", chosen)
    merge = Merge.objects.get()
    assert answer.url == f"/people/merges/{merge.pk}/"
    first = Person.objects.get(pk=pair.first_id)
    assert (first.mobile, first.city) == ("+966555555555", "حائل")
    assert client.get(answer.url).status_code == 200
    assert client.get(f"{QUEUE}{pair.pk}/").url == answer.url


def test_the_old_address_leads_to_the_file_that_stands(client, maha, noura, pair):
    merging.merge(survivor=pair.first, merged=pair.second, by=maha, at=NOW)
    client.force_login(noura)
    for page in ("", "correct/", "documents/add/", "unmask/id_number/"):
        answer = client.get(f"/people/{pair.second_id}/{page}", follow=True)
        assert answer.redirect_chain[-1][0] == f"/people/{pair.first_id}/"
    assert "دُمج" in answer.content.decode() or "merged" in answer.content.decode()


def test_undoing_from_the_record(client, maha, pair):
    merge = merging.merge(survivor=pair.first, merged=pair.second, by=maha, at=NOW)
    client.force_login(maha)
    page = f"/people/merges/{merge.pk}/"
    assert client.post(f"{page}undo/", {"reason": ""}).status_code == 200
    assert client.post(f"{page}undo/", {"reason": "شخصان مختلفان"}).url == page
    assert client.get(f"/people/{pair.second_id}/").status_code == 200
    pair.refresh_from_db()
    assert pair.state == "open" and "شخصان مختلفان" in client.get(page).content.decode()


def test_a_stale_page_merges_nothing(client, maha, noura, pair):
    chosen = choices(pair, pair.first)
    registering.correct(person=pair.second, changes={"known_as": "أم فهد"}, by=noura, at=NOW)
    client.force_login(maha)
    for form in (chosen, {}, {**chosen, "survivor": 1}, {**chosen, "field-mobile": "x"}):
        assert client.post(f"{QUEUE}{pair.pk}/merge/", form).url == f"{QUEUE}{pair.pk}/"
    assert not Merge.objects.exists()


def test_two_people_are_never_asked_about_again(client, maha, noura, pair):
    client.force_login(maha)
    judge = f"{QUEUE}{pair.pk}/judge/"
    assert client.post(judge, {"state": "different", "why": ""}).status_code == 200
    assert client.post(judge, {"state": "different", "why": "family"}).url == QUEUE
    pair.refresh_from_db()
    assert (pair.state, pair.why, pair.decided_by) == ("different", "family", maha)
    assert pair not in pairs_queries.pairs("open") and pair in pairs_queries.pairs("different")
    assert (
        pairs.bring_pair(person=pair.first, other_person=pair.second, by=maha, at=NOW).state
        == "different"
    )
    client.post(judge, {"state": "open"})
    pair.refresh_from_db()
    assert pair.state == "open" and pair.decided_by is None


def test_another_reason_needs_words(maha, pair):
    with pytest.raises(Refused, match="few words"):
        pairs.judge_pair(pair=pair, state="different", why="other", by=maha, at=NOW)
    with pytest.raises(Refused, match="Choose what"):
        pairs.judge_pair(pair=pair, state="same", by=maha, at=NOW)
    told = {"why": "other", "remark": "رأيت الاثنتين"}
    assert (
        pairs.judge_pair(pair=pair, state="different", **told, by=maha, at=NOW).remark
        == "رأيت الاثنتين"
    )


def test_later_goes_to_its_own_list_and_the_next_pair_follows(client, maha, noura, pair):
    second = pairs.bring_pair(person=pair.first, other_person=a_visitor(by=noura), by=maha, at=NOW)
    client.force_login(maha)
    answer = client.post(f"{QUEUE}{second.pk}/judge/", {"state": "later"})
    assert answer.url == f"{QUEUE}{pair.pk}/"
    assert client.post(f"{QUEUE}{pair.pk}/judge/", {"state": "later"}).url == QUEUE
    assert len(client.get(QUEUE, {"show": "later"}).context["rows"]) == 2


def test_a_merged_pair_is_judged_no_more(maha, pair):
    merging.merge(survivor=pair.first, merged=pair.second, by=maha, at=NOW)
    with pytest.raises(Refused, match="undo the merge"):
        pairs.judge_pair(pair=pair, state="different", why="family", by=maha, at=NOW)


def test_the_other_file_is_named_by_its_number(client, maha, noura, pair):
    third = a_visitor("سارة العتيبي", by=noura, mobile="0501234567")
    client.force_login(maha)
    page = f"/people/{third.pk}/other-file/"
    for number in (pair.first.id_number, "٠٥١٢٣٤٥٦٧٨"):
        answer = client.post(page, {"number": number})
        assert DuplicatePair.objects.get(pk=int(answer.url.split("/")[-2])).first == pair.first
    for number in ("1000000008", third.id_number, "nobody"):
        assert client.post(page, {"number": number}).context["form"].errors
    with pytest.raises(Refused, match="same file"):
        pairs.bring_pair(person=third, other_person=third, by=maha, at=NOW)


def test_pages_follow_one_another_by_key(client, maha, pair):
    people = [
        Person.objects.get(pk=pair.first_id),
        *(a_visitor(f"سارة {word} العتيبي", by=maha) for word in "أحمد علي".split()),
    ]
    for place in range(pairs_queries.PAGE + 4):
        told = {
            "id_number": f"{place}",
            "id_blind": f"{place}",
            "id_kind": "iqama",
            "registered_at": NOW,
        }
        one = Person.objects.create(full_name="هند", sort_key="هند", gender="female", **told)
        DuplicatePair.objects.create(
            first=people[0], second=one, source="search", found_at=NOW, weight=place / 3
        )
    client.force_login(maha)
    first = client.get(QUEUE)
    weights = [row.weight for row, _strength in first.context["rows"]]
    rest = client.get(first.context["next"]).context["rows"]
    assert weights == sorted(weights, reverse=True) and len(weights) == pairs_queries.PAGE
    assert len(rest) == 5 and not {row.pk for row, _s in rest} & {
        row.pk for row, _s in first.context["rows"]
    }
    for nonsense in ("x", "1", "nan:x", "1:2:3"):
        assert client.get(QUEUE, {"before": nonsense, "show": nonsense}).status_code == 200


def test_few_queries(client, maha, pair, django_assert_max_num_queries):
    a_case(person=pair.second)
    merge = merging.merge(
        survivor=pair.first, merged=a_visitor("هند الحربي", by=maha), by=maha, at=NOW
    )
    client.force_login(maha)
    client.get(QUEUE)
    for page in (QUEUE, f"{QUEUE}{pair.pk}/", f"{QUEUE}?show=same"):
        with django_assert_max_num_queries(12):
            assert client.get(page).status_code == 200
    assert client.get(f"/people/merges/{merge.pk}/").status_code == 200


@pytest.mark.parametrize("who", ["noura", "salem", "huda", "admin", "saud"])
def test_nobody_else_sees_pairs(client, request, who, pair):
    client.force_login(request.getfixturevalue(who))
    for page in (QUEUE, f"{QUEUE}{pair.pk}/", f"/people/{pair.first_id}/other-file/"):
        assert client.get(page).status_code == 403
    with pytest.raises(Refused, match="Your role"):
        pairs.judge_pair(pair=pair, state="later", by=request.getfixturevalue(who), at=NOW)
