"""Stories as the staff writes, publishes and withdraws them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.common import clock
from wasl.common.verdicts import Refused
from wasl.common.web import refusals_as_messages
from wasl.portal import actions, policies, queries
from wasl.portal.forms import PublishStoryForm, StoryForm

tellers_only = permission_required(Permission.STORIES_TELL)


@require_GET
@tellers_only
def story_work(request: HttpRequest) -> HttpResponse:
    """Show stories at every stage, and people who agreed to one not written yet (PRA-2)."""
    page = {"stories": queries.stories(who(request)), "willing": queries.willing()}
    return render(request, "portal/story_work.html", page)


@require_http_methods(["GET", "POST"])
@tellers_only
def write_story(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Begin a story about somebody who agreed to it (PRA-2)."""
    person = get_object_or_404(queries.willing(), pk=person_pk)
    form = StoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            story = actions.write_story(
                person=person,
                **form.told,
                by=who(request),
                at=clock.now(),
                once=form.cleaned_data["once"],
            )
            return redirect("portal:edit_story", pk=story.pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "portal/edit_story.html", {"form": form, "person": person})


@require_http_methods(["GET", "POST"])
@tellers_only
def edit_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a story: its text while it is a draft, and the possible next steps (PRA-2)."""
    story = get_object_or_404(queries.visible_stories(who(request)).select_related("person"), pk=pk)
    may_edit = policies.can_edit(who(request), story)
    form = StoryForm(request.POST or None, initial=StoryForm.words_of(story))
    if request.method == "POST" and form.is_valid():
        try:
            # Editions begin at 1, so a form without one is refused as stale.
            edition = form.cleaned_data["edition"] or 0
            actions.edit_story(
                story=story, edition=edition, **form.told, by=who(request), at=clock.now()
            )
            return redirect("portal:edit_story", pk=pk)
        except Refused as refused:
            form.add_error(None, str(refused))
    page = {
        "form": form,
        "story": story,
        "person": story.person,
        "publish_form": PublishStoryForm(initial={"edition": story.edition}, prefix="publish"),
        "may_edit": may_edit,
        "may_publish": policies.can(who(request), "publish_story", story),
        "may_withdraw": policies.can(who(request), "withdraw_story", story),
    }
    return render(request, "portal/edit_story.html", page)


@require_POST
@tellers_only
def publish_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a story on the site, as its person has seen it (PRA-2)."""
    story = get_object_or_404(queries.visible_stories(who(request)), pk=pk)
    # The page holds two forms with an `edition`; the prefix keeps them apart.
    form = PublishStoryForm(request.POST, prefix="publish")
    data = form.cleaned_data if form.is_valid() else {}
    with refusals_as_messages(request, done=_("The story is on the site.")):
        actions.publish_story(
            story=story,
            edition=data.get("edition") or 0,
            is_seen=bool(data.get("is_seen")),
            by=who(request),
            at=clock.now(),
        )
    return redirect("portal:edit_story", pk=pk)


@require_POST
@tellers_only
def withdraw_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a story off the site (PRA-2)."""
    story = get_object_or_404(queries.visible_stories(who(request)), pk=pk)
    with refusals_as_messages(request, done=_("The story is no longer on the site.")):
        actions.withdraw_story(story=story, by=who(request), at=clock.now())
    return redirect("portal:story_work")
