"""A letter to PDF: the milliseconds from its facts to the finished PDF/A, once the first of its
kind has been printed.
"""

import argparse
import time
from datetime import date
from decimal import Decimal
from typing import Any

from wasl.program.bench import scratch

DAY = date(2026, 11, 22)
SIGNATORY = {"title": "المدير التنفيذي", "name": "خالد بن ناصر السبيعي"}
FACTS: dict[str, dict[str, Any]] = {
    "letter": {
        "addressee": "مركز التنمية الاجتماعية",
        "subject": "موعد توزيع السلال الغذائية",
        "paragraphs": ["نفيدكم بأن الجمعية تبدأ توزيع السلال الغذائية يوم الأحد القادم في مقرها، من التاسعة صباحًا إلى الثانية ظهرًا."]
        * 3,
        "signatory": SIGNATORY,
    },
    "decision_letter": {
        "outcome": "accepted", "addressee": "مريم بنت عبدالله الحربي", "gender": "female",
        "reference": "1448-000123", "service": "سداد متأخرات الإيجار", "submitted_date": DAY,
        "decided_date": DAY, "committee": "لجنة البحث", "meeting_number": "14",
        "signatory": SIGNATORY, "amount": Decimal("6500.50"),
        "conditions": ["يُحوَّل المبلغ إلى المؤجر."], "next_steps": ["احضري ومعك الهوية."],
        "citations": [{"source": "سياسة تنظيم العلاقة", "clause": "PRO-7", "text": "يوضَّح له أن طلبه سيُرفع للجنة"}],
    },
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """How many."""
    parser.add_argument("--count", type=int, default=300, help="letters of each kind (default 300)")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The first of each kind, and the quantiles of those that follow, each with a number and a code
    of its own.
    """
    with scratch.database():
        from wasl.common import clock
        from wasl.program import sample

        sample.load(clock.real_now(), with_people=False)
        return {"kinds": {kind: _of(kind, options.count) for kind in FACTS}}


def table(figures: dict[str, Any]) -> list[str]:
    """The figures for people."""
    return [
        (
            "From the facts to the PDF/A with letterhead, both dates and the code to check it by. "
            "Warm: after the first of its kind."
        ),
        "",
        "| paper | letters | first ms | warm p50 ms | warm p95 ms | warm processor ms | bytes |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            (
                "| {kind} | {count} | {first_ms:.1f} | {p50_ms:.1f} | {p95_ms:.1f} | "
                "{cpu_ms:.1f} | {bytes} |"
            ).format(kind=kind.replace("_", " "), **result)
            for kind, result in figures["kinds"].items()
        ),
    ]


def _of(kind: str, count: int) -> dict[str, float]:
    first, document = _printed(kind, 0)
    began = time.process_time()
    times = sorted(_printed(kind, place)[0] for place in range(1, count + 1))
    return {
        "count": count, "first_ms": first, "p50_ms": times[count // 2],
        "p95_ms": times[int(count * 0.95)], "cpu_ms": (time.process_time() - began) / count * 1000,
        "bytes": len(document),
    }  # fmt: skip


def _printed(kind: str, place: int) -> tuple[float, bytes]:
    from wasl.papers import queries, typesetting
    from wasl.papers.codes import new_code

    letterhead = queries.letterhead_on(DAY)
    began = time.perf_counter()
    sheet = typesetting.sheet(
        letterhead=letterhead,
        title="خطاب",
        data=FACTS[kind],
        number=f"1448/{place}",
        issued=DAY,
        check_code=new_code(),
    )
    document = typesetting.render(kind, sheet)
    return (time.perf_counter() - began) * 1000, document
