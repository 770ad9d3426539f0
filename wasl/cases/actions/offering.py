"""Closing of a service (TOO-2): possible once none of its cases is open."""

from datetime import datetime

from django.db import transaction

from wasl.accounts.models import User
from wasl.cases import policies
from wasl.catalogue.actions import offering
from wasl.catalogue.models.offered import Service


@transaction.atomic
def close_service(*, service: Service, by: User | None, at: datetime) -> Service:
    """Stop offering a service; refuse while its cases are open, with a link to them."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    policies.can_close_service(by, service).require()
    return offering.stop_offering(service=service, by=by, at=at)
