"""Views of committees: meetings, a meeting, a case to decide, and the answers that wait for
release.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wasl.accounts.permissions import Permission
from wasl.accounts.web import permission_required, who
from wasl.audit import actions as trail
from wasl.cases.queries import loading
from wasl.committees import policies, queries
from wasl.committees.actions import answer, voting
from wasl.committees.actions import meeting as meeting_actions
from wasl.committees.actions import seats as seats_actions
from wasl.committees.forms import (
    AttendanceForm,
    CommitteeForm,
    DayForm,
    DecisionForm,
    HandChairForm,
    KinshipForm,
    MeetingForm,
    QuorumForm,
    RecuseForm,
    ReleaseForm,
    SeatForm,
    VoteForm,
)
from wasl.committees.models import (
    AgendaItem,
    Choice,
    Committee,
    CommitteeMember,
    Meeting,
    Seat,
)
from wasl.common import clock
from wasl.common.text import whole_number
from wasl.common.web import refusals_as_messages

COMMITTEE = (Permission.COMMITTEES_PREPARE, Permission.COMMITTEES_DECIDE, Permission.CASES_VIEW)


@require_GET
@permission_required(*COMMITTEE)
def meetings(request: HttpRequest) -> HttpResponse:
    before = request.GET.get("before", "")
    rows = queries.meetings(whole_number(before))
    page = {
        "meetings": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
        "ready": queries.ready(),
        "may_prepare": policies.can_prepare(who(request)),
        "may_release": who(request).holds(Permission.ANSWERS_RELEASE),
    }
    return render(request, "committees/meetings.html", page)


@require_GET
@permission_required(Permission.SYSTEM_MANAGE)
def seats(request: HttpRequest) -> HttpResponse:
    """Show who sits on which committee, and its quorum (PRO-7)."""
    return _seats(request)


def _seats(request: HttpRequest, *, at: int | None = None, form: Any = None) -> HttpResponse:
    """Render the page of seats. `form` is a form that was refused: of committee `at`, or of a new
    committee.
    """
    lines = [
        {
            "committee": committee,
            "members": members,
            "voters": sum(member.seat != Seat.SECRETARY for member in members),
            "seat_form": form
            if isinstance(form, SeatForm) and at == committee.pk
            # Several forms share the page, so the ids of their fields carry the committee's key.
            else SeatForm(auto_id=f"seat_{committee.pk}_%s", initial={"from_date": clock.today()}),
            "quorum_form": form
            if isinstance(form, QuorumForm) and at == committee.pk
            else QuorumForm(
                auto_id=f"quorum_{committee.pk}_%s", initial={"quorum": committee.quorum}
            ),
        }
        for committee, members in queries.committees(clock.today())
    ]
    committee_form = (
        form if isinstance(form, CommitteeForm) else CommitteeForm(auto_id="committee_%s")
    )
    return render(
        request, "committees/seats.html", {"lines": lines, "committee_form": committee_form}
    )


@require_POST
@permission_required(Permission.SYSTEM_MANAGE)
def set_up_committee(request: HttpRequest) -> HttpResponse:
    form = CommitteeForm(request.POST, auto_id="committee_%s")
    if not form.is_valid():
        return _seats(request, form=form)
    with refusals_as_messages(request, done=_("The committee is set up. Give its seats.")):
        seats_actions.set_up_committee(**form.cleaned_data, by=who(request), at=clock.now())
    return redirect("committees:seats")


@require_POST
@permission_required(Permission.SYSTEM_MANAGE)
def change_quorum(request: HttpRequest, pk: int) -> HttpResponse:
    committee, form = (
        get_object_or_404(Committee, pk=pk),
        QuorumForm(request.POST, auto_id=f"quorum_{pk}_%s"),
    )
    if not form.is_valid():
        return _seats(request, at=pk, form=form)
    with refusals_as_messages(request, done=_("Saved.")):
        seats_actions.change_quorum(
            committee=committee, **form.cleaned_data, by=who(request), at=clock.now()
        )
    return redirect("committees:seats")


@require_POST
@permission_required(Permission.SYSTEM_MANAGE)
def seat_member(request: HttpRequest, pk: int) -> HttpResponse:
    committee, form = (
        get_object_or_404(Committee, pk=pk),
        SeatForm(request.POST, auto_id=f"seat_{pk}_%s"),
    )
    if not form.is_valid():
        return _seats(request, at=pk, form=form)
    data = form.cleaned_data
    with refusals_as_messages(request, done=_("The seat was given.")):
        seats_actions.seat_member(
            committee=committee,
            user=data["user"],
            seat=data["seat"],
            from_date=data["from_date"].day,
            by=who(request),
            at=clock.now(),
        )
    return redirect("committees:seats")


@require_POST
@permission_required(Permission.SYSTEM_MANAGE)
def end_seat(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(CommitteeMember, pk=pk)
    with refusals_as_messages(request, done=_("The seat has ended.")):
        seats_actions.end_seat(
            member=member, to_date=clock.today(), by=who(request), at=clock.now()
        )
    return redirect("committees:seats")


@require_http_methods(["GET", "POST"])
@permission_required(Permission.COMMITTEES_PREPARE)
def plan_meeting(request: HttpRequest) -> HttpResponse:
    form = MeetingForm(request.POST or None, today=clock.today())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_as_messages(request, done=_("The meeting is planned.")):
            meeting = meeting_actions.plan_meeting(
                committee=data["committee"],
                number=data["number"],
                held_date=data["held_date"].day,
                by=who(request),
                at=clock.now(),
            )
            return redirect("committees:meeting", pk=meeting.pk)
    return render(request, "committees/plan_meeting.html", {"form": form})


@require_GET
@permission_required(*COMMITTEE)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return _meeting(request, pk)


def _meeting(request: HttpRequest, pk: int, form: DayForm | None = None) -> HttpResponse:
    meeting = get_object_or_404(queries.meetings_with_minutes(), pk=pk)
    may_prepare = policies.can_prepare(who(request), meeting)
    page = {
        "meeting": meeting,
        "items": queries.agenda(meeting),
        "present": set(meeting.attendance.values_list("member_id", flat=True)),
        "seats": queries.seats(meeting.committee, meeting.held_date),
        "ready": queries.ready() if may_prepare else [],
        "form": AttendanceForm(meeting=meeting),
        "count": queries.attendance(meeting),
        "day_form": form or DayForm(initial={"held_date": meeting.held_date}),
        "may_attend": policies.can_attend(who(request), meeting, clock.today()),
        "may_reschedule": policies.can_reschedule(who(request), meeting),
        "may_prepare": may_prepare,
        "may_close": policies.can_close_meeting(who(request), meeting, clock.today()),
    }
    return render(request, "committees/meeting.html", page)


@require_POST
@permission_required(Permission.COMMITTEES_PREPARE)
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _meeting(request, pk, form)
    meeting = get_object_or_404(Meeting, pk=pk)
    with refusals_as_messages(request, done=_("The meeting has another day.")):
        held_date = form.cleaned_data["held_date"].day
        meeting_actions.reschedule(
            meeting=meeting, held_date=held_date, by=who(request), at=clock.now()
        )
    return redirect("committees:meeting", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_PREPARE)
def add_item(request: HttpRequest, pk: int, case_pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting, pk=pk)
    case = get_object_or_404(loading.visible_cases(who(request)), pk=case_pk)
    with refusals_as_messages(request, done=_("The case is on the agenda.")):
        meeting_actions.add_item(meeting=meeting, case=case, by=who(request), at=clock.now())
    return redirect("committees:meeting", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_PREPARE)
def remove_item(request: HttpRequest, pk: int) -> HttpResponse:
    item = get_object_or_404(queries.items_with_case(), pk=pk)
    with refusals_as_messages(request, done=_("The case was taken off the agenda.")):
        meeting_actions.remove_item(item=item, by=who(request), at=clock.now())
    return redirect("committees:meeting", pk=item.meeting_id)


@require_POST
@permission_required(Permission.COMMITTEES_PREPARE)
def record_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(queries.meetings_with_committee(), pk=pk)
    form = AttendanceForm(request.POST, meeting=meeting)
    # Not checked: without a valid choice there are no members, and the action refuses with a
    # sentence.
    form.is_valid()
    with refusals_as_messages(request, done=_("Attendance is recorded.")):
        members = form.cleaned_data.get("members", ())
        meeting_actions.record_attendance(
            meeting=meeting, members=members, by=who(request), at=clock.now()
        )
    return redirect("committees:meeting", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_CHAIR)
def close_meeting(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = get_object_or_404(Meeting, pk=pk)
    with refusals_as_messages(request, done=_("The meeting is closed and its minutes are issued.")):
        meeting_actions.close_meeting(meeting=meeting, by=who(request), at=clock.now())
    return redirect("committees:meeting", pk=pk)


@require_GET
@permission_required(*COMMITTEE)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    # Members read the file of the applicant here, so the read is recorded (PRE-6).
    trail.read(subject=item.case, by=who(request), at=clock.now())
    return render(request, "committees/item.html", _item_page(request, item))


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = VoteForm(request.POST)
    if not form.is_valid():
        return render(request, "committees/item.html", _item_page(request, item, vote_form=form))
    with refusals_as_messages(
        request, done=_("Your vote is recorded. Nobody sees it before voting is closed.")
    ):
        voting.vote(item=item, by=who(request), at=clock.now(), **form.cleaned_data)
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def recuse(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = RecuseForm(request.POST)
    if not form.is_valid():
        return render(request, "committees/item.html", _item_page(request, item, recuse_form=form))
    with refusals_as_messages(request, done=_("You stepped aside from this case.")):
        voting.recuse(item=item, by=who(request), at=clock.now(), **form.cleaned_data)
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def declare_kinship(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = KinshipForm(request.POST)
    if not form.is_valid():
        return render(request, "committees/item.html", _item_page(request, item, kinship_form=form))
    with refusals_as_messages(request, done=_("Your tie to the applicant is recorded.")):
        meeting_actions.declare_kinship(
            user=who(request),
            person=item.case.person,
            by=who(request),
            at=clock.now(),
            **form.cleaned_data,
        )
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_CHAIR)
def hand_chair(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = HandChairForm(request.POST, item=item)
    if not form.is_valid():
        return render(request, "committees/item.html", _item_page(request, item, hand_form=form))
    with refusals_as_messages(request, done=_("The chair of this case was handed over.")):
        voting.hand_chair(
            item=item, member=form.cleaned_data["member"], by=who(request), at=clock.now()
        )
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def open_voting(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    with refusals_as_messages(request, done=_("Voting is open.")):
        voting.open_voting(item=item, by=who(request), at=clock.now())
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def close_voting(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    with refusals_as_messages(request, done=_("Voting is closed; the votes can be seen now.")):
        voting.close_voting(item=item, by=who(request), at=clock.now())
    return redirect("committees:item", pk=pk)


@require_POST
@permission_required(Permission.COMMITTEES_DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    item = _item(request, pk)
    form = DecisionForm(
        request.POST, clauses=queries.citable_clauses(item), version=item.case.service_version
    )
    if not form.is_valid():
        return render(
            request, "committees/item.html", _item_page(request, item, decision_form=form)
        )
    with refusals_as_messages(
        request, done=_("The decision is recorded. Its answer is released inside its window.")
    ):
        voting.decide(item=item, by=who(request), at=clock.now(), **form.cleaned_data)
        return redirect("committees:meeting", pk=item.meeting_id)
    return render(request, "committees/item.html", _item_page(request, item, decision_form=form))


@require_GET
@permission_required(Permission.ANSWERS_RELEASE)
def answers(request: HttpRequest) -> HttpResponse:
    day = clock.today()
    rows = [
        (decision, policies.can_release(who(request), decision, day))
        for decision in queries.unreleased()
    ]
    return render(request, "committees/answers.html", {"rows": rows, "today": day})


@require_http_methods(["GET", "POST"])
@permission_required(Permission.ANSWERS_RELEASE)
def release_answer(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(queries.decisions_with_case(), pk=pk)
    case, day = decision.case, clock.today()
    form = ReleaseForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(
            request, done=_("The answer was released: letter and message are on their way.")
        ):
            answer.release_answer(
                decision=decision, by=who(request), at=clock.now(), **form.cleaned_data
            )
            return redirect("cases:detail", pk=decision.case_id)
    # A case is submitted before it is decided, and the submission sets both days.
    assert case.answer_from_date and case.answer_due_date  # noqa: S101
    page = {
        "decision": decision,
        "form": form,
        "may": policies.can_release(who(request), decision, day),
        "is_early": day < case.answer_from_date,
        "is_late": day > case.answer_due_date,
    }
    return render(request, "committees/release_answer.html", page)


@require_GET
@permission_required(Permission.CASES_VIEW)
def case_panel(request: HttpRequest, pk: int) -> HttpResponse:
    case = get_object_or_404(loading.visible_cases(who(request)), pk=pk)
    page = {
        "case": case,
        "decisions": queries.decisions_of(case),
        "items": case.agenda_items.filter(settled_at=None).select_related("meeting__committee"),
        "may_release": who(request).holds(Permission.ANSWERS_RELEASE),
    }
    return render(request, "committees/case_panel.html", page)


def _item(request: HttpRequest, pk: int) -> AgendaItem:
    return get_object_or_404(queries.visible_items(who(request)), pk=pk)


def _item_page(request: HttpRequest, item: AgendaItem, **forms: Any) -> dict[str, Any]:
    user, day = who(request), clock.today()
    # No count before voting is closed: a running tally would tell later voters how others voted.
    counted = queries.tally(item) if item.voting_closed_at else {}
    tally = {str(Choice(choice).label): count for choice, count in counted.items()}
    may_decide = policies.can_decide(user, item, day)
    page = {
        "item": item,
        "case": item.case,
        "study": getattr(item.case, "study", None),
        "votes": policies.visible_votes(item, user),
        "votes_cast": queries.votes_cast(item),
        "eligible": len(queries.eligible(item)),
        "quorum": queries.quorum(item),
        "tally": tally,
        "previous": queries.other_cases(item.case),
        "decision": getattr(item, "decision", None),
        "may_sit": policies.can_sit(user, item),
        "may_vote": policies.can_vote(user, item, day),
        "may_recuse": policies.can_recuse(user, item),
        "may_open_voting": policies.can_open_voting(user, item, day),
        "may_close_voting": policies.can_close_voting(user, item, day),
        "may_decide": may_decide,
        "handed": queries.handed_to(item),
        "may_hand": policies.can_hand_chair(user, item),
        "vote_form": VoteForm(),
        "recuse_form": RecuseForm(),
        "kinship_form": KinshipForm(),
    }
    if may_decide and "decision_form" not in forms:
        page["decision_form"] = DecisionForm(
            clauses=queries.citable_clauses(item), version=item.case.service_version
        )
    if page["may_hand"] and "hand_form" not in forms:
        page["hand_form"] = HandChairForm(item=item)
    return page | forms
