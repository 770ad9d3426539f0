"""Somebody on the public site, as the test client: reads the codes that reached their mobile, fills
in pages.
"""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cast import NOW
from tests.factories import an_id_number, answer_to
from wasl.beneficiaries.actions import registering
from wasl.cases.models.case import Case
from wasl.cases.queries import file as file_queries
from wasl.catalogue.models.offered import FieldKind
from wasl.messaging.models import Message

WORDS = {
    FieldKind.YES_NO: "no",
    FieldKind.INTEGER: "٤",
    FieldKind.MONEY: "١٬٢٠٠",
    FieldKind.DATE: "١/٣/١٤٤٨",
}


def a_photo(name: str = "paper.jpg") -> SimpleUploadedFile:
    """A photograph of a paper, as a phone sends it."""
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def applicant_of(case: Case) -> "Visitor":
    """The applicant of a request that was filed at the desk, their mobile confirmed there by a
    code, signed in.
    """
    registering.confirm_mobile(person=case.person, by=None, at=NOW)
    visitor = Visitor(case.person.mobile, case.person.id_number)
    visitor.identify()
    return visitor


class Visitor:
    """One browser at one address, one mobile."""

    def __init__(
        self, mobile: str = "0512345679", id_number: str = "", address: str = "127.0.0.1"
    ) -> None:
        self.client = Client(REMOTE_ADDR=address)
        self.mobile, self.id_number = mobile, id_number or an_id_number(770_001)

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, **data):
        return self.client.post(path, data)

    def code(self, key: str = "code_verify", mobile: str = "") -> str:
        """The newest code on its way to the mobile."""
        sent = Message.objects.filter(template__key=key).order_by("-id")
        return next((one.secret for one in sent if one.recipient == (mobile or self.e164)), "")

    @property
    def e164(self) -> str:
        return f"+966{self.mobile[-9:]}"

    def identify(self, there: str = "/my/"):
        self.post("/identify/", id_number=self.id_number, mobile=self.mobile, next=there)
        return self.post("/identify/code/", code=self.code(), next=there)

    def follow(self, reference: str):
        """Come back to a request by its number and the code."""
        there = f"/my/{reference}/"
        self.post("/track/", reference=reference, mobile=self.mobile)
        return self.post("/identify/code/", code=self.code("code_track"), next=there)

    def about(self, name: str = "هند بنت سالم القحطاني", **more):
        return self.post("/about-you/", full_name=name, gender="female", birth="1/1/1400", **more)

    def begin(self, service: str = "school-kit") -> Case:
        """Prove the mobile, say who one is, open the request."""
        self.identify(f"/apply/{service}/")
        self.about()
        self.get(f"/apply/{service}/")
        return Case.objects.latest("id")

    def fill(self, case: Case) -> None:
        """Every question of every section, with the digits of the land."""
        for section in file_queries.form(case).sections:
            answers = {field.key: answer_to(field, WORDS) for field in section.fields}
            answer = self.post(f"/my/{case.reference}/fill/{section.code}/", **answers)
            assert answer.status_code == 302, answer.context["form"].errors

    def hand_in(self, case: Case, need, **more):
        kind, code = need.document_type, need.document_type.code
        given = {f"{code}-number": "4411", f"{code}-issued": "1/6/1448", "document_type": code}
        if kind.has_expiry:
            given[f"{code}-expires"] = "1/6/1450"
        if kind.store_copy:
            given[f"{code}-file"] = a_photo()
        return self.post(f"/my/{case.reference}/documents/", **{**given, **more})

    def hand_in_all(self, case: Case) -> None:
        for need in file_queries.file_of(Case.objects.get(pk=case.pk)).document_requirements:
            answer = self.hand_in(case, need)
            assert answer.status_code == 302, need.document_type.code

    def sign(self, case: Case):
        self.post(f"/my/{case.reference}/send-code/")
        return self.post(f"/my/{case.reference}/sign/", agree="on", code=self.code("code_sign"))

    def file(self, service: str = "school-kit") -> Case:
        """From the first page to the receipt."""
        case = self.begin(service)
        self.fill(case)
        self.hand_in_all(case)
        self.sign(case)
        return Case.objects.get(pk=case.pk)
