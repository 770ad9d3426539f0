"""The social study on paper, blank or filled, with the parts and questions of the screen.

It is in Arabic, whatever language the user reads.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import translation

from wasl.cases.models.case import Case
from wasl.cases.models.study import Party, Recommendation, Study, Urgency
from wasl.cases.paper_content import (
    NeedScore,
    ScoreLine,
    StudyData,
    StudyMember,
    StudyMoney,
    StudySigned,
    StudyTable,
)
from wasl.cases.queries import need as need_queries
from wasl.cases.queries import study as study_queries
from wasl.cases.queries import study_page
from wasl.cases.queries.study import StudyFile
from wasl.cases.queries.study_page import member_rows
from wasl.cases.study_form import BY_CODE, INCOME, OBLIGATION, SOURCES, Part, StudyField
from wasl.catalogue.answer_types import answer_type
from wasl.common.clock import day_of
from wasl.common.dates import format_hijri
from wasl.common.numbers import format_number
from wasl.papers import queries as papers
from wasl.papers.kinds import FormField, FormSection, Kind

TITLE = "الدراسة الاجتماعية"


def blank(day: date) -> bytes:
    """Return the form to fill in by hand, as a PDF."""
    with translation.override("ar"):
        data = StudyData(
            filled=False,
            before=[_visit(None), _section(BY_CODE["person"], None)],
            members=[],
            tables=[_empty_table(INCOME), _empty_table(OBLIGATION)],
            after=_after(None),
            opinion=_opinion(None, None),
            lines=2,
            signatures=[StudySigned(title=str(party.label)) for party in Party],
        )
        return papers.printable(Kind.SOCIAL_STUDY, title=TITLE, data=data, day=day, dated=False)


def filled(case: Case, file: StudyFile, day: date) -> bytes:
    """Return the study as it is now with its assessment, as a PDF."""
    with translation.override("ar"):
        data = StudyData(
            filled=True,
            person=case.person.full_name,
            reference=case.reference,
            service=case.service_version.name_ar,
            before=[_visit(file.study), _section(BY_CODE["person"], file.answers)],
            members=[_member(row) for row in member_rows(file, day)],
            tables=[_table(file, INCOME), _table(file, OBLIGATION)],
            after=_after(file.answers),
            aid=[_aid(earlier_case) for earlier_case in study_queries.own_aid(case)],
            opinion=_opinion(case, file.study),
            lines=2,
            signatures=[_signed(file, party) for party in Party],
        )
        if need := need_queries.need_of_case(case):
            data["score"] = _score(need)
        return papers.printable(Kind.SOCIAL_STUDY, title=TITLE, data=data, day=day)


def _visit(study: Study | None) -> FormSection:
    fields = [
        FormField(label="يوم الزيارة", kind="date"),
        FormField(label="المكان", kind="text"),
        FormField(label="من حضر", kind="text"),
    ]
    if study:
        answers = (study.visit_date, study.visit_place, study.present)
        for field, value in zip(fields, answers, strict=True):
            field["value"] = value
    return FormSection(title=str(BY_CODE["visit"].title), fields=fields)


def _section(part: Part, answers: dict[str, str] | None) -> FormSection:
    """Return the questions of a part beside its table of money.

    A filled form holds only those that were answered.
    """
    plain = [question for question in part.fields if not _is_money(question)]
    questions = [question for question in plain if answers is None or answers.get(question.key)]
    return FormSection(
        title=str(part.title), fields=[_field(question, answers) for question in questions]
    )


def _is_money(question: StudyField) -> bool:
    bare = question.key.removesuffix("-period").removesuffix("-note")
    return any(
        bare == f"{side}-{source.key}" for side, sources in SOURCES.items() for source in sources
    )


def _field(question: StudyField, answers: dict[str, str] | None) -> FormField:
    kind = answer_type(question.kind)
    form_field = FormField(
        label=str(question.label),
        kind=kind.paper_kind,
        options=[label for _value, label in question.options],
    )
    if question.help and answers is None:
        form_field["hint"] = str(question.help)
    if answers is not None:
        form_field["value"] = kind.plain(question, answers[question.key])
    return form_field


def _after(answers: dict[str, str] | None) -> list[FormSection]:
    """Return the sections behind the tables.

    A filled form leaves out a part of which nothing was answered.
    """
    money = [
        field
        for code in ("income", "obligations")
        for field in _section(BY_CODE[code], answers)["fields"]
    ]
    sections = [FormSection(title="تفصيل الدخل والالتزامات", fields=money)]
    sections += [_section(BY_CODE[code], answers) for code in ("home", "health", "aid")]
    return [section for section in sections if section["fields"]]


def _opinion(case: Case | None, study: Study | None) -> FormSection:
    advised = FormField(
        label="التوصية",
        kind="choice",
        options=[str(recommendation.label) for recommendation in Recommendation],
    )
    waits = FormField(
        label="كم يحتمل التأخير", kind="choice", options=[str(urgency.label) for urgency in Urgency]
    )
    findings, reason = (
        FormField(label="ما وُجد", kind="long"),
        FormField(label="رأي الباحث وسببه", kind="long"),
    )
    much = FormField(label="المقدار الموصى به", kind="text")
    if study and case:
        findings["value"], reason["value"] = study.findings, study.reason
        advised["value"] = (
            str(Recommendation(study.recommendation).label) if study.recommendation else ""
        )
        waits["value"] = str(Urgency(study.urgency).label) if study.urgency else ""
        much["value"] = _much(case, study)
    fields = [findings, advised, much, waits, reason]
    return FormSection(
        title=str(BY_CODE["opinion"].title),
        fields=[field for field in fields if not study or field["value"]],
    )


def _much(case: Case, study: Study) -> str:
    if study.recommended_amount:
        return f"{format_number(study.recommended_amount)} ريال"
    if study.recommended_quantity:
        return f"{format_number(study.recommended_quantity)} {case.service_version.unit_ar}"
    return ""


def _empty_table(side: str) -> StudyTable:
    return StudyTable(
        title=_side(side), rows=[StudyMoney(label=str(source.label)) for source in SOURCES[side]]
    )


def _side(side: str) -> str:
    return str(BY_CODE["income" if side == INCOME else "obligations"].title)


def _table(file: StudyFile, side: str) -> StudyTable:
    totals = study_page.totals(file.answers, side)
    rows = [
        StudyMoney(
            label=str(row.label),
            amount=row.amount,
            period=row.period,
            monthly=row.monthly,
            note=row.note,
        )
        for row in totals.rows
    ]
    return StudyTable(title=_side(side), rows=rows, total=totals.monthly, open=not totals.is_whole)


def _member(row: study_page.MemberRow) -> StudyMember:
    return StudyMember(
        name=row.member.full_name,
        relation=f"{row.relation}، يتيم" if row.is_orphan else row.relation,
        age=_age(row.age),
        stage=row.stage,
        health=row.health,
        work=row.work,
    )


def _age(age: int | None) -> str:
    return "" if age is None else str(age)


def _aid(case: Case) -> str:
    day = (
        format_hijri(day_of(case.decided_at), "ar") if isinstance(case.decided_at, datetime) else ""
    )
    return f"{case.service_version.name_ar} ({case.reference})، {day}"


def _signed(file: StudyFile, party: Party) -> StudySigned:
    signature, signed = StudySigned(title=str(party.label)), file.signatures.get(party)
    if signed is None:
        return signature
    signature["name"], signature["at"] = signed.name, signed.signed_at
    with signed.attachment.file.open("rb") as drawing:
        signature["drawing"] = drawing.read()
    return signature


def _score(need: need_queries.Need) -> NeedScore:
    score, assessment = need.shown, need.assessment
    need_score = NeedScore(
        guide=str(assessment.guide.number),
        lines=[_line(line) for line in score.lines],
        total=format_number(Decimal(score.total)),
        letter=need.letter,
        # The guide's words describe its own class, not one that people set in its place.
        meaning=score.meaning if need.need_class == assessment.need_class else "",
        until=assessment.valid_until,
    )
    if need.override and need.need_class != assessment.need_class:
        need_score["instead_of"], need_score["reason"] = assessment.letter, need.override.reason
    return need_score


def _line(line: Any) -> ScoreLine:
    if line.lacks:
        return ScoreLine(label=line.label, lacks=line.lacks)
    return ScoreLine(
        label=line.label, value=line.value, rule=line.rule, points=format_number(line.points)
    )
