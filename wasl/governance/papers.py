"""The approved text on the letterhead, issued once with its number and check code (APP-4)."""

from datetime import datetime

from wasl.accounts.models import User
from wasl.governance import parts, queries
from wasl.governance.models.documents import PolicyVersion
from wasl.governance.paper_content import PolicyClause, PolicyData, PolicyPart
from wasl.papers import actions as papers
from wasl.papers.kinds import Kind
from wasl.papers.models import Paper


def print_approved(version: PolicyVersion, *, by: User | None, at: datetime) -> Paper:
    """Print a version exactly as approved and register the paper. Raises `Refused`."""
    meeting = version.approved_meeting
    data = PolicyData(
        version=version.number,
        in_force_from=version.in_force_from,
        meeting=meeting.number if meeting else "",
        hijri=meeting.hijri_stated if meeting else "",
        gregorian=meeting.gregorian_stated if meeting else "",
        sha256=version.approved_sha256,
        parts=[
            PolicyPart(
                heading="\n".join(part.headings),
                clauses=[
                    PolicyClause(code=clause.code, heading=clause.heading, text=clause.text_ar)
                    for clause in part.clauses
                ],
            )
            for part in parts.of(queries.clauses_of(version))
        ],
        readers=list(version.readings.order_by("read_at").values_list("member_name", flat=True)),
    )
    number = f"{version.document.code}-{version.number}"
    return papers.issue(
        kind=Kind.POLICY,
        number=number,
        title=version.document.title_ar,
        subject=version,
        data=data,
        by=by,
        at=at,
    )
