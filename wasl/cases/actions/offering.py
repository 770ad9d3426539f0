"""What happens to a service whose requests stand here (TOO-2): it is closed when none of them is
open.
"""

from datetime import datetime

from django.db import transaction

from wasl.accounts.models import User
from wasl.cases import policies
from wasl.catalogue import actions as catalogue
from wasl.catalogue.models import Service


@transaction.atomic
def close_service(*, service: Service, by: User | None, at: datetime) -> Service:
    """No longer offer a service; refused while requests for it are open, with the way to them."""
    service = Service.objects.select_for_update().get(pk=service.pk)
    policies.can_close_service(by, service).require()
    return catalogue.stop_offering(service=service, by=by, at=at)
