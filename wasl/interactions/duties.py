"""The duties «questions to answer» and «answers to tell», for handing on the work of staff who
leave.
"""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wasl.accounts import queries as accounts
from wasl.accounts.duties import Duty, Item
from wasl.accounts.models import User
from wasl.accounts.permissions import Permission
from wasl.interactions import actions
from wasl.interactions.models import Referral


def _waiting(user: User) -> QuerySet[Referral]:
    return Referral.objects.waiting().filter(executive=user).order_by("due_at", "pk")


def _asked(user: User) -> QuerySet[Referral]:
    return Referral.objects.filter(told_at=None, asked_by=user).order_by("due_at", "pk")


def _items(referrals: QuerySet[Referral], limit: int) -> Sequence[Item]:
    return [
        Item(referral.question[:80], reverse("interactions:answer_referral", args=[referral.pk]))
        for referral in referrals[:limit]
    ]


QUESTIONS = Duty(
    key="questions",
    label=_("Questions they are to answer"),
    count=lambda user: _waiting(user).count(),
    items=lambda user, limit: _items(_waiting(user), limit),
    successors=lambda user: list(accounts.holders(Permission.REFERRALS_ANSWER)),
    hand_on=actions.hand_on_questions,
)
ANSWERS = Duty(
    key="answers",
    label=_("Questions they asked, to be told to the person"),
    count=lambda user: _asked(user).count(),
    items=lambda user, limit: _items(_asked(user), limit),
    successors=lambda user: list(accounts.holders(Permission.VISITS_RECORD)),
    hand_on=actions.hand_on_answers,
)
