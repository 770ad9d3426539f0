"""Two clicks at the same moment, each in a connection of its own, leave one row."""

import threading
import uuid

import pytest
from django.db import connections

from tests.cast import NOW
from tests.factories import a_document_type, a_visitor, staff
from wasl.audit.models import Event
from wasl.beneficiaries.actions import documents
from wasl.beneficiaries.models.documents import Document
from wasl.interactions import actions
from wasl.interactions.models import Interaction, Referral
from wasl.program import reference


def twice_at_once(act):
    barrier, made, failed = threading.Barrier(2), [], []

    def click():
        try:
            barrier.wait(10)
            made.append(act().pk)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failed
    return made


@pytest.mark.django_db(transaction=True)
def test_each_form_makes_one_row():
    reference.load_association(NOW)
    noura, khalid = staff("noura"), staff("khalid")
    noura.permissions, khalid.permissions  # noqa: B018
    person, kind = a_visitor(by=noura), a_document_type()
    told = {"person": person, "by": noura, "at": NOW, "once": uuid.uuid4()}
    forms = {
        Interaction: lambda: actions.record_visit(
            **told, channel="interview", subject="س", outcome="ج"
        ),
        Referral: lambda: actions.refer(**told, question="ما العمل؟", executive=khalid),
        Document: lambda: documents.add_document(**told, document_type=kind, seen=True),
    }
    for model, act in forms.items():
        first, second = twice_at_once(act)
        assert first == second and model.objects.count() == 1
    for verb in ("interactions.record_visit", "interactions.refer", "beneficiaries.add_document"):
        assert Event.objects.filter(verb=verb).count() == 1
