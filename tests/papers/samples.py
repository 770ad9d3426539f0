"""One believable filling of each kind of paper, with the people of the sample association."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from wasl.papers.kinds import Kind

NAME = "مريم بنت عبدالله الحربي"
REFERENCE = "1448-000123"
DAY = date(2026, 11, 22)  # 12/6/1448
AT = datetime(2026, 11, 22, 7, 35, tzinfo=UTC)
STROKES = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 12"><path d="M2 8 C6 1 9 11 13 6" '
    b'stroke="#123"/></svg>'
)
CITED = [
    {
        "source": "سياسة تنظيم العلاقة مع المستفيدين",
        "clause": "البند PRO-7",
        "text": "يوضَّح له أن طلبه سيُرفع للجنة",
    }
]
EXECUTIVE = {"title": "المدير التنفيذي", "name": "خالد بن ناصر السبيعي", "drawing": STROKES}

RECEIPT = {
    "person": NAME,
    "gender": "female",
    "reference": REFERENCE,
    "service": "سداد متأخرات الإيجار",
    "submitted_date": DAY,
    "answer_from": date(2026, 12, 6),
    "answer_due": date(2026, 12, 22),
    "decided_by": "لجنة البحث",
    "steps": ["يدرس باحث اجتماعي طلبك.", "تنظر اللجنة فيه.", "يصلك الرد على جوالك 055 123 4567."],
    "documents": [
        {
            "title": "الهوية الوطنية",
            "verdict": "مقبول",
            "number": "1087654321",
            "expires": date(2029, 3, 1),
        },
        {"title": "كشف حساب", "verdict": "مقبول", "expires": None, "note": "لآخر 3 أشهر"},
    ],
    "officer": "نورة المطيري",
    "tracking_url": "https://wasl.example/track/",
    "citations": CITED,
    "replaces": "1448-000123/1",
    "paused_days": 9,
    "paused_why": "استكمال كشف الحساب",
}
ACCEPTED = {
    "outcome": "accepted",
    "addressee": NAME,
    "gender": "female",
    "reference": REFERENCE,
    "service": "سداد متأخرات الإيجار",
    "submitted_date": DAY,
    "decided_date": date(2026, 12, 1),
    "committee": "لجنة البحث",
    "meeting_number": "14",
    "signatory": EXECUTIVE,
    "amount": Decimal("6500.50"),
    "conditions": ["يُحوَّل المبلغ إلى المؤجر."],
    "next_steps": ["احضري ومعك الهوية."],
    "citations": CITED,
    "copies": ["ملف المستفيدة"],
}
REJECTED = ACCEPTED | {
    "outcome": "rejected",
    "gender": "male",
    "amount": None,
    "conditions": [],
    "reason": "دخل الأسرة أعلى من الحد المقرر.",
    "reason_code": "INCOME-1",
    "object_until": date(2026, 12, 31),
    "object_how": "في مقر الجمعية أو من صفحة المتابعة.",
}
MINUTES = {
    "committee": "لجنة البحث",
    "meeting_number": "14",
    "opened_at": AT,
    "closed_at": datetime(2026, 11, 22, 9, 5, tzinfo=UTC),
    "quorum": 2,
    "attendance": [
        {"name": "فهد الدوسري", "role": "رئيس اللجنة", "present": True, "drawing": STROKES},
        {"name": "هدى الحربي", "role": "عضو", "present": True},
        {"name": "ماجد الرشيدي", "role": "عضو", "present": False, "excuse": "بعذر"},
    ],
    "items": [
        {
            "reference": REFERENCE,
            "service": "سداد متأخرات الإيجار",
            "decision": "قبول",
            "votes_for": 2,
            "votes_against": 0,
            "votes_abstain": 0,
            "amount": Decimal(6500),
            "recused": ["هدى الحربي"],
        }
    ],
}
SUPPORT_REQUEST = {
    "service": "سداد متأخرات الإيجار",
    "filled": True,
    "sections": [
        {
            "title": "بيانات مقدّم الطلب",
            "fields": [
                {"label": "الاسم", "kind": "text", "value": NAME, "required": True},
                {"label": "رقم الهوية", "kind": "id", "value": "1087654321"},
                {"label": "تاريخ الميلاد", "kind": "date", "value": date(1985, 4, 2)},
                {"label": "الجوال", "kind": "phone", "value": "0551234567"},
                {"label": "الآيبان", "kind": "iban", "value": "SA03 8000 0000 6080 1016 7519"},
                {
                    "label": "الحالة",
                    "kind": "choice",
                    "options": ["متزوج", "أرمل"],
                    "value": "أرمل",
                },
                {"label": "السكن مستأجر", "kind": "yes_no", "value": False},
                {"label": "الدخل", "kind": "money", "value": Decimal(3200)},
                {"label": "عدد الأفراد", "kind": "number", "value": "6", "hint": "من يعيش معك"},
                {
                    "label": "السبب",
                    "kind": "long",
                    "value": "تأخر الإيجار.",
                    "condition": "إذا كان مستأجرًا",
                },
            ],
        }
    ],
    "documents": [
        {"title": "الهوية", "rule": "سارية يوم التقديم", "handed_in": True, "verdict": "مقبول"}
    ],
    "declaration": "أُقرُّ بأن البيانات صحيحة.",
    "declared_hash": "9f" * 32,
    "reference": REFERENCE,
    "signature": {"method": "drawn", "name": NAME, "at": AT, "drawing": STROKES},
    "attach_url": "https://wasl.example/attach/1/",
    "gender": "female",
}
DELIVERY_NOTE = {
    "person": NAME,
    "gender": "female",
    "reference": REFERENCE,
    "service": "سداد متأخرات الإيجار",
    "decision_number": "1448/27",
    "decision_date": DAY,
    "handed_over_at": AT,
    "handed_by": EXECUTIVE,
    "proof": {"method": "code", "at": AT, "mobile_ending": "67"},
    "items": [{"description": "دفعة", "quantity": "1", "value": Decimal("3250.50")}],
    "amount": Decimal("3250.50"),
    "remaining": "3,250 ريال",
}
OBJECTION_RECEIPT = {
    "person": NAME,
    "gender": "female",
    "objection_reference": "1448-0007",
    "reference": REFERENCE,
    "service": "سداد متأخرات الإيجار",
    "decision_number": "1448/28",
    "decision_date": DAY,
    "lodged_date": DAY,
    "grounds": "الدخل المذكور انقطع.",
    "decided_by": "لجنة التظلمات",
    "answer_due": date(2026, 12, 24),
    "steps": ["يصلك الرد بخطاب."],
    "officer": "نورة المطيري",
}
LETTER = {
    "addressee": NAME,
    "gender": "female",
    "subject": "تحديث السجل",
    "paragraphs": ["نفيدكم بأن الجمعية تحدّث سجلها وفق اجتماع المجلس رقم 5 بتاريخ 29/2/1441هـ."],
    "signatory": EXECUTIVE,
}
PROCESSING = {
    "printed_by": NAME,
    "activities": [
        {
            "name": "طلبات الخدمات",
            "purpose": "استقبال الطلب ومطابقة بياناته والرد عليه.",
            "whom": "مقدمو الطلبات",
            "used": ["عن الشخص: الاسم، الهوية", "الطلبات"],
            "basis": "مصلحة لصاحب البيانات نفسه: الطلب من صاحبه",
            "recipients": "موظفو العلاقات",
            "kept": ["الطلبات التي لم تُرسل: 3 أشهر"],
            "abroad": "",
            "measures": "تعمية وإخفاء",
        }
    ],
}
CLAUSES = {
    "rows": [
        {
            "code": "PRO-7",
            "title": "لجنة البحث",
            "covered": True,
            "features": 31,
            "tests": 44,
            "pages": 1,
            "rows": 3,
        },
        {
            "code": "AIM-5",
            "title": "الوصول إلى المستفيدين",
            "covered": False,
            "features": 0,
            "tests": 0,
            "pages": 0,
            "rows": 0,
        },
    ],
    "covered": 1,
    "ran": "2026-11-19",
}
AGREEMENT = {
    "reference": REFERENCE,
    "kind": "إعارة جهاز أو أداة",
    "subject": "تعير الجمعية كرسيًا متحركًا.",
    "starts": DAY,
    "ends": None,
    "activated_date": DAY,
    "sides": [
        {
            "place": "الطرف الأول",
            "name": "جمعية الواحة التعاونية",
            "rights": ["استرداد الكرسي"],
            "duties": [{"text": "صيانة الكرسي", "how": "زيارة فني", "due": DAY, "every": "كل شهر"}],
        },
        {
            "place": "الطرف الثاني",
            "name": NAME,
            "rights": ["استعمال الكرسي"],
            "duties": [{"text": "رد الكرسي", "how": "في المقر", "event": "انتهاء الحاجة"}],
            "signed": "أقرّ أمامنا بموافقته",
            "signed_date": DAY,
            "witness": "حصة بنت سعود",
        },
    ],
    "liability": "يضمن ما تلف بتعدٍّ.",
    "consequences": "إنذار ثم استرداد.",
    "disputes": "من لم يشارك، ثم المجلس.",
    "sha256": "0" * 64,
}


ALL: dict[str, tuple[str, dict[str, Any]]] = {
    "receipt": (Kind.RECEIPT, RECEIPT),
    "acceptance": (Kind.DECISION_LETTER, ACCEPTED),
    "rejection": (Kind.DECISION_LETTER, REJECTED),
    "minutes": (Kind.MINUTES, MINUTES),
    "request": (Kind.SUPPORT_REQUEST, SUPPORT_REQUEST),
    "delivery note": (Kind.DELIVERY_NOTE, DELIVERY_NOTE),
    "objection": (Kind.OBJECTION_RECEIPT, OBJECTION_RECEIPT),
    "letter": (Kind.LETTER, LETTER),
    "processing_record": (Kind.PROCESSING_RECORD, PROCESSING),
    "clauses": (Kind.CLAUSES, CLAUSES),
    "agreement": (Kind.AGREEMENT, AGREEMENT),
}
