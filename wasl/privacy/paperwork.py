"""The content of this package's letters and papers, written from the rows, in Arabic."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import translation

from wasl.accounts.models import User
from wasl.common.clock import RIYADH, day_of
from wasl.common.dates import format_dual
from wasl.privacy import words
from wasl.privacy.kinds import DATA_KINDS
from wasl.privacy.models.destruction import Destruction, ItemOutcome
from wasl.privacy.models.incidents import Incident
from wasl.privacy.models.requests import (
    DataSubjectRequest,
    Deed,
    DeedKind,
    HandoverWay,
    RefusalCode,
    Right,
)
from wasl.privacy.queries import deeds as deeds_queries
from wasl.privacy.queries import processing as processing_queries

OFFICER = "مسؤول حماية البيانات الشخصية"
AUTHORITY = "الهيئة السعودية للبيانات والذكاء الاصطناعي"
DESTROYED = "محضر إتلاف بيانات شخصية"
MY_DATA = "نسخة من البيانات الشخصية"
RIGHTS = [
    "الاطلاع على بياناتكم والحصول على نسخة منها.",
    "تصحيح ما كان منها ناقصًا أو خاطئًا.",
    "طلب إتلافها متى انتهت الحاجة إليها ولم توجب الأنظمة حفظها.",
    "سحب أي موافقة في أي وقت، ولا تتوقف عليها خدمة.",
    "الرد على طلبكم خلال ثلاثين يومًا، والتقدم بشكوى إلى الجهة المختصة.",
]
PROCESSING = "سجل أنشطة معالجة البيانات الشخصية"
NOTICE = "إشعار بحادثة تمس بيانات شخصية"
SUBJECTS = {
    Right.ACCESS: "الرد على طلبكم الاطلاع على بياناتكم",
    Right.COPY: "الرد على طلبكم نسخة من بياناتكم",
    Right.CORRECTION: "الرد على طلبكم تصحيح بياناتكم",
    Right.DESTRUCTION: "الرد على طلبكم إتلاف بياناتكم",
    Right.WITHDRAWAL: "الرد على طلبكم سحب الموافقة",
    Right.OBJECTION: "الرد على اعتراضكم على استعمال بياناتكم",
}
WHY_NOT = {
    RefusalCode.REPEATED: "الطلب يكرر طلبًا سبق الرد عليه",
    RefusalCode.NOT_PROVEN: "تعذّر التحقق من هوية مقدّم الطلب",
    RefusalCode.KEPT_BY_LAW: "الأنظمة توجب حفظ هذه البيانات",
    RefusalCode.STILL_NEEDED: "البيانات لازمة لطلب لم ينتهِ بعد",
    RefusalCode.OTHERS_RIGHTS: "في تلبيته كشف لبيانات غيركم",
    RefusalCode.NOTHING_HELD: "ليس لدى الجمعية بيانات من هذا النوع",
    RefusalCode.IS_RIGHT: "المسجّل صحيح بحسب المستندات التي اطُّلع عليها",
}
COMPLAIN = (
    "ولكم إن لم يرضكم هذا الرد أن تراجعوا مسؤول حماية البيانات في الجمعية، أو أن تتقدموا بشكوى "
    "إلى الجهة المختصة."
)


# Fields whose values a letter may repeat; of the others it names the field alone.
SHOWN_FIELDS = frozenset(
    {"full_name", "known_as", "latin_name", "birth_written", "city", "district", "street"}
)
DERIVED_FIELDS = frozenset(
    {"birth_date", "birth_calendar"}
)  # told by the birth date as it is written
WAYS = {
    HandoverWay.IN_PERSON: "باليد",
    HandoverWay.POST: "بالبريد المسجّل",
    HandoverWay.OWN_PAGE: "من صفحتكم في الموقع",
}


def facts(deeds: Iterable[Deed]) -> list[str]:
    """Return what was done, a line for each deed that a letter names."""
    # The letter is Arabic, whatever language the officer reads.
    with translation.override("ar"):
        lines = (_deed(deed) for deed in deeds)
        return [line for line in lines if line]


def _deed(deed: Deed) -> str:
    day = _day(deed.at)
    if deed.kind == DeedKind.HANDED_OVER:
        return (
            f"سُلّم ملف بياناتكم في {day} {WAYS[HandoverWay(deed.way)]} إلى {deed.handed_to}، "
            "ومعه من الأوراق "
            f"والمرفقات {deed.files}، وبصمته {deed.sha256[:16]}."
        )
    if deed.kind == DeedKind.CORRECTED:
        return _corrected(deed, day)
    if deed.kind == DeedKind.CONSENT_ENDED:
        return f"سُحبت في {day} الموافقة على: {deeds_queries.use_in_words(deed.what)}."
    if deed.kind == DeedKind.USE_STOPPED:
        return f"أُوقفت من {day} مراسلتكم في: {deeds_queries.use_in_words(deed.what)}."
    if deed.kind == DeedKind.DESTROYED:
        return (
            f"أُتلفت بياناتكم في {day} بعد أن أقر الإتلاف شخصان، وقُيّد ذلك في المحضر رقم "
            f"{deed.what}. {BACKUPS}"
        )
    return ""


def _corrected(deed: Deed, day: str) -> str:
    if deed.what in DERIVED_FIELDS:
        return ""
    label = words.field("beneficiaries.person", deed.what)
    if deed.what not in SHOWN_FIELDS:
        return f"صُحّح في {day}: {label}."
    return f"صُحّح في {day}: {label}، وكان «{deed.before or '—'}» فأصبح «{deed.after or '—'}»."


def bars(data_request: DataSubjectRequest, day: date) -> list[str]:
    """Return the blocks of a destruction on a day, a line each."""
    with translation.override("ar"):
        return [
            f"ويمنع الإتلافَ اليوم: {block.text}." for block in deeds_queries.bars(data_request, day)
        ]


def nameless(data_request: DataSubjectRequest) -> str:
    """Return the addressee of a letter when nothing is known of the person any more."""
    return f"صاحب الطلب رقم {data_request.reference}"


def _gender(data_request: DataSubjectRequest, addressee: str) -> str:
    """Return the gender to address the reader with; the title of a request is masculine."""
    # A representative or a nameless request is not addressed as the person would be.
    is_person = (
        data_request.person is not None
        and not data_request.representative_id
        and addressee == data_request.requester_name
    )
    return data_request.person.gender if data_request.person and is_person else "male"


def answer(data_request: DataSubjectRequest, addressee: str) -> dict[str, Any]:
    """Return the `LetterData` of the answer to a request."""
    paragraphs = [
        (
            f"إشارةً إلى طلبكم رقم {data_request.reference} الذي وصلنا في "
            f"{_day(data_request.received_at)}، نفيدكم بما يأتي:"
        ),
        *data_request.answer.splitlines(),
    ]
    if data_request.refusal:
        paragraphs.append(
            f"وسبب عدم تلبية ما لم يُلبَّ: {WHY_NOT[RefusalCode(data_request.refusal)]}."
        )
        paragraphs.append(COMPLAIN)
    return {
        "addressee": addressee,
        "gender": _gender(data_request, addressee),
        "subject": SUBJECTS[Right(data_request.right)],
        "paragraphs": [line for line in paragraphs if line.strip()],
        "signatory": {
            "title": OFFICER,
            "name": data_request.settled_by.name_ar if data_request.settled_by else "",
        },
    }


def notice(incident: Incident, by: User, at: datetime) -> dict[str, Any]:
    """Return the `LetterData` of the notice to the authority, for the preview and for sending."""
    with translation.override("ar"):
        kinds = "، ".join(
            str(DATA_KINDS[code]) for code in incident.data_kinds if code in DATA_KINDS
        )
        what = str(incident.get_kind_display())
    lines = [
        f"نشعركم بأن الجمعية علمت في {_moment(incident.aware_at)} بحادثة تمس بيانات شخصية، "
        "وقيّدتها برقم "
        f"{incident.reference}، ونوعها: {what}.",
        f"ووقعت فيما نعلم في {_moment(incident.occurred_at)}." if incident.occurred_at else "",
        "وتفصيلها:",
        *incident.story.splitlines(),
        f"وأنواع البيانات: {kinds}." if kinds else "",
        f"وعدد من تمسهم تقديرًا: {incident.people_estimate}.",
        f"وتقديرنا لأثرها: {incident.assessment}" if incident.assessment else "",
        f"وما اتُّخذ حيالها: {incident.measures}" if incident.measures else "",
        _told(incident),
        f"وسبب تأخر هذا الإشعار عن اثنتين وسبعين ساعة: {incident.late_reason}."
        if incident.late_reason
        else "",
        f"وللتواصل: {OFFICER} في الجمعية، {by.name_ar}.",
    ]
    return {
        "addressee": AUTHORITY,
        "gender": None,
        "style": "السادة",
        "subject": NOTICE,
        "paragraphs": [line for line in lines if line.strip()],
        "signatory": {"title": OFFICER, "name": by.name_ar},
    }


def _told(incident: Incident) -> str:
    affected = list(incident.affected.values_list("told_at", flat=True))
    notified_count = sum(moment is not None for moment in affected)
    if not affected:
        return ""
    return f"وحُصر حتى الآن من أصحاب البيانات {len(affected)}، أُبلغ منهم {notified_count}."


BACKUPS = "وما في النسخ الاحتياطية يزول بدورانها."


def destroyed(destruction: Destruction) -> dict[str, Any]:
    """Return the `DestructionRecordData` of a destruction: counts and grounds.

    It names only our own staff.
    """
    kept_counts = Counter(
        destruction.items.filter(outcome=ItemOutcome.KEPT).values_list("kept_why", flat=True)
    )
    with translation.override("ar"):
        data: dict[str, Any] = {
            "reason": destruction.reason,
            "basis": destruction.rule.basis_ar if destruction.rule else "",
            "request": destruction.asked.reference if destruction.asked else "",
            "proposed_by": destruction.proposed_by.name_ar,
            "proposed_date": day_of(destruction.proposed_at),
            "approved_by": destruction.approved_by.name_ar if destruction.approved_by else "",
            "approved_date": day_of(destruction.approved_at) if destruction.approved_at else None,
            "done_at": destruction.done_at,
            "rows": [
                [words.section(label), rows] for label, rows in sorted(destruction.counts.items())
            ],
            "files": destruction.files_gone,
            "kept": [[words.kept_why(code), rows] for code, rows in sorted(kept_counts.items())],
            "backups": BACKUPS,
        }
    return data


def processing(by: User, at: datetime) -> dict[str, Any]:
    """Return the `ProcessingRecordData` of today."""
    with translation.override("ar"):
        lines = [
            {
                "name": activity.row.name_ar,
                "purpose": activity.row.purpose,
                "whom": activity.row.whom,
                "used": processing_queries.told(activity.used).splitlines(),
                "basis": activity.basis,
                "recipients": activity.row.recipients,
                "kept": activity.retention,
                "abroad": activity.row.abroad,
                "measures": activity.row.measures,
            }
            for activity in processing_queries.processing()
        ]
    return {"printed_by": by.name_ar, "activities": lines}


def _day(at: datetime) -> str:
    return format_dual(day_of(at), "ar")


def _moment(at: datetime) -> str:
    return f"{_day(at)} الساعة {at.astimezone(RIYADH):%H:%M}"


def shared_with(reads: int, consents: list[str]) -> list[str]:
    """Return sentences that say who saw the data."""
    lines = [
        (
            "اطّلع عليها موظفو الجمعية بحكم أعمالهم، وكل اطلاع مسجّل باسم صاحبه ووقته، وعدد مرات "
            f"فتح الملف {reads}."
        )
    ]
    if consents:
        lines.append("وما وافقتم عليه قائم: " + "، ".join(consents) + ".")
    else:
        lines.append("ولم تعطوا موافقة على استعمالها في غير خدمتكم.")
    return lines
