"""Every address, tried by people who may not, and with nonsense: a refusal or a reason, never an
error.
"""

import pytest
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.test import Client
from django.utils.module_loading import import_string

from tests.addresses import is_open, own

# Packages whose pages strangers may see; everything else is behind the sign-in. Messaging: the
# gateway's secret address.
OPEN_TO_STRANGERS = {
    "accounts",
    "messaging",
    "portal",
    "papers",
    "outreach",
    "satisfaction",
    "reports",
    "adapters",
    "governance",
    "knowledge",
    "catalogue",
}
ANSWERS = {200, 204, 302, 400, 403, 404, 405, 410, 429}
# What everybody on the staff may open, whatever their role.
FOR_ALL_STAFF = (
    "/desk/",
    "/account/",
    "/answers/",
    "/policies",
    "/catalogue/",
    "/data-protection/incidents/report/",
)
NONSENSE = {
    "": "",
    "version": "x",
    "once": "x",
    "person": "x",
    "reason": "\u202e\x00",
    "q": "%_\\'\"<script>",
}


def answers(client, paths, methods=("get", "post")):
    """Address, method and status of each; an error of ours is named instead of raised."""
    for address, _pattern in paths:
        for method in methods:
            try:
                yield address, method, getattr(client, method)(address, NONSENSE).status_code
            except Exception as error:  # the fault is what is looked for
                yield address, method, f"{type(error).__name__}: {str(error)[:120]}"


def none_of(faults):
    assert not faults, "\n" + "\n".join(faults)


def test_only_some_packages_have_pages_for_strangers():
    none_of(
        [
            address
            for address, view in own()
            if is_open(view) and view.callback.__module__.split(".")[1] not in OPEN_TO_STRANGERS
        ]
    )


def test_everything_is_behind_the_sign_in_by_default():
    doors = [import_string(name) for name in settings.MIDDLEWARE]
    assert any(
        isinstance(door, type) and issubclass(door, LoginRequiredMiddleware) for door in doors
    )


@pytest.mark.clause("PRE-6")
def test_a_stranger_is_sent_to_the_sign_in_from_every_page_that_is_not_open(association):
    closed, faults = [(address, view) for address, view in own() if not is_open(view)], []
    client = Client()
    for address, _view in closed:
        for method in (client.get, client.post):
            answer = method(address)
            if answer.status_code != 302 or "next=" not in answer.headers["Location"]:
                faults.append(f"{method.__name__} {address}: {answer.status_code}")
    none_of(faults)


@pytest.mark.clause("PRE-6")
def test_who_holds_no_role_sees_nothing_of_anybody(saud):
    client = Client()
    client.force_login(saud)
    closed = [(address, view) for address, view in own() if not is_open(view)]
    seen = [
        address
        for address, _method, status in answers(client, closed, ["get"])
        if status == 200 and not address.startswith(FOR_ALL_STAFF)
    ]
    none_of(seen)


@pytest.mark.parametrize("username", [None, "saud", "noura", "khalid", "admin"])
def test_nonsense_is_answered_everywhere_and_breaks_nothing(username, association, request):
    client = Client()
    if username:
        client.force_login(request.getfixturevalue(username))
    none_of(
        [
            f"{method} {address}: {status}"
            for address, method, status in answers(client, own())
            if status not in ANSWERS
        ]
    )
