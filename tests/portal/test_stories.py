"""Stories: only of people who agreed, only in words they have seen, and gone the moment they take
it back (PRA-2).
"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.cast import NOW
from wasl.audit.models import Event
from wasl.beneficiaries.actions import consents
from wasl.common.ids import uuid7
from wasl.common.verdicts import Refused
from wasl.portal import actions, tasks
from wasl.portal.models import Story
from wasl.portal.states import StoryStatus

pytestmark = [pytest.mark.django_db, pytest.mark.clause("PRA-2")]
WORDS = {
    "told_as": "أم سعد",
    "title_ar": "بيت دافئ",
    "text_ar": "وصلت السلة في وقتها.",
    "title_en": "",
    "text_en": "",
}
OF_STORIES = {"purpose": "stories", "how": "spoken", "at": NOW}


@pytest.fixture
def agreed(maryam, noura):
    consents.give_consent(person=maryam, by=noura, **OF_STORIES)
    return maryam


@pytest.fixture
def draft(agreed, maha):
    return actions.write_story(person=agreed, words=WORDS, by=maha, at=NOW)


@pytest.fixture
def told(draft, maha):
    return actions.publish_story(story=draft, edition=1, is_seen=True, by=maha, at=NOW)


def on_the_site(client) -> str:
    return client.get("/stories/").content.decode()


def test_a_story_goes_from_consent_to_the_site_by_hand(client, catalogue, agreed, maha):
    client.force_login(maha)
    work = client.get(reverse("portal:story_work")).content.decode()
    assert agreed.full_name in work
    form = {**WORDS, "once": uuid7()}
    there = client.post(reverse("portal:write_story", args=[agreed.pk]), form).url
    assert client.post(reverse("portal:write_story", args=[agreed.pk]), form).url == there, (
        "a second press"
    )
    story = Story.objects.get()
    assert "بيت دافئ" not in on_the_site(client)
    assert client.post(there, {**WORDS, "text_ar": "وصلت السلة.", "edition": 1}).status_code == 302
    page = client.get(there)
    assert page.context["publish_form"].initial["edition"] == 2
    publish = reverse("portal:publish_story", args=[story.pk])
    client.post(publish, {"publish-edition": 2})
    assert "بيت دافئ" not in on_the_site(client), "not said that she has seen it"
    client.post(publish, {"publish-edition": 2, "publish-is_seen": "on"})
    assert "وصلت السلة." in on_the_site(client)
    assert agreed.full_name not in on_the_site(client)
    assert list(Event.objects.filter(verb__startswith="portal.").order_by("id").values_list("verb", flat=True)) == [
        "portal.write_story", "portal.edit_story", "portal.publish_story",
    ]  # fmt: skip
    client.post(reverse("portal:withdraw_story", args=[story.pk]))
    assert "وصلت السلة." not in on_the_site(client)


def test_a_consent_taken_back_takes_the_story_off_before_anybody_does_anything(
    client, told, agreed, noura
):
    assert told.title in on_the_site(client)
    consents.withdraw_consent(person=agreed, by=noura, **OF_STORIES)
    assert told.title not in on_the_site(client)
    tasks.withdraw_stories(event=Event.objects.get(verb="beneficiaries.withdraw_consent"))
    tasks.withdraw_stories(event=Event.objects.get(verb="beneficiaries.withdraw_consent"))
    told.refresh_from_db()
    assert told.status == StoryStatus.WITHDRAWN
    consents.give_consent(person=agreed, by=noura, **OF_STORIES)
    assert told.title not in on_the_site(client), "a new consent is to a new story"


def test_another_consent_taken_back_leaves_the_story(client, told, agreed, noura):
    awareness = {**OF_STORIES, "purpose": "awareness"}
    consents.give_consent(person=agreed, by=noura, **awareness)
    consents.withdraw_consent(person=agreed, by=noura, **awareness)
    tasks.withdraw_stories(event=Event.objects.get(verb="beneficiaries.withdraw_consent"))
    assert told.title in on_the_site(client)


def test_without_consent_there_is_no_story(client, maryam, maha, noura):
    with pytest.raises(Refused, match="agreed"):
        actions.write_story(person=maryam, words=WORDS, by=maha, at=NOW)
    client.force_login(maha)
    assert client.get(reverse("portal:write_story", args=[maryam.pk])).status_code == 404


def test_a_consent_that_ended_before_publication_stops_it(draft, agreed, maha, noura):
    consents.withdraw_consent(person=agreed, by=noura, **OF_STORIES)
    with pytest.raises(Refused, match="taken it back"):
        actions.publish_story(story=draft, edition=1, is_seen=True, by=maha, at=NOW)


def test_what_she_has_seen_is_what_everybody_reads(told, draft, maha):
    with pytest.raises(Refused, match="does not change"):
        actions.edit_story(story=told, edition=1, words=WORDS, service=None, by=maha, at=NOW)
    with pytest.raises(Refused, match="another stage"):
        actions.publish_story(story=told, edition=1, is_seen=True, by=maha, at=NOW)


def test_two_who_write_at_once_do_not_lose_each_others_words(client, draft, maha):
    actions.edit_story(
        story=draft, edition=1, words={**WORDS, "title_ar": "عنوان"}, service=None, by=maha, at=NOW
    )
    with pytest.raises(Refused, match="meanwhile"):
        actions.publish_story(story=draft, edition=1, is_seen=True, by=maha, at=NOW)
    client.force_login(maha)
    stale = client.post(
        reverse("portal:edit_story", args=[draft.pk]),
        {**WORDS, "text_ar": "كلام طويل", "edition": 1},
    )
    assert stale.status_code == 200
    assert "كلام طويل" in stale.content.decode()


def test_a_story_without_words_is_refused(agreed, maha):
    with pytest.raises(Refused, match="in Arabic"):
        actions.write_story(person=agreed, words={**WORDS, "text_ar": " "}, by=maha, at=NOW)


@pytest.mark.parametrize("username", ["noura", "salem", "lama", "jawaher", "admin", "saud"])
def test_who_may_not_tell_neither_sees_nor_does(client, request, draft, agreed, username):
    user = request.getfixturevalue(username)
    client.force_login(user)
    for name, arguments in (
        ("story_work", []),
        ("write_story", [agreed.pk]),
        ("edit_story", [draft.pk]),
    ):
        assert client.get(reverse(f"portal:{name}", args=arguments)).status_code == 403
    for name in ("publish_story", "withdraw_story"):
        assert client.post(reverse(f"portal:{name}", args=[draft.pk])).status_code == 403
    with pytest.raises(Refused, match="role"):
        actions.publish_story(story=draft, edition=1, is_seen=True, by=user, at=NOW)
    assert not Story.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    "broken", [{"status": "published"}, {"status": "withdrawn"}, {"withdrawn_at": NOW}]
)
def test_the_database_keeps_the_stages_true(draft, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=draft.pk).update(**broken)
