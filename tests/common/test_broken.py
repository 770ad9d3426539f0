"""The database away, the disk full: a clear page in the user's language, never a 500."""

import errno

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client

from wasl.accounts import middleware

PAGE = "/check/"


def answer_to(error, monkeypatch, language="ar"):
    class Away:
        def first(self, _key):
            raise error

    monkeypatch.setattr(middleware, "ONLY", Away())
    client = Client(raise_request_exception=False)
    client.cookies["django_language"] = language
    return client.get(PAGE)


def disk_full():
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull("could not extend file")
    return error


@pytest.mark.django_db
def test_a_database_that_is_away_is_a_moment_to_wait(monkeypatch):
    answer = answer_to(OperationalError("the connection is lost"), monkeypatch, "en")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "what you typed is still there" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize("error", [disk_full(), OSError(errno.ENOSPC, "No space left on device")])
def test_a_full_disk_is_said(monkeypatch, error):
    answer = answer_to(error, monkeypatch, "en")
    assert answer.status_code == 503
    assert "no room left" in answer.text


@pytest.mark.django_db
def test_the_page_speaks_arabic(monkeypatch):
    assert 'lang="ar"' in answer_to(OperationalError("lost"), monkeypatch).text


@pytest.mark.django_db
def test_any_other_error_says_sorry(monkeypatch):
    assert answer_to(ValueError("a mistake of ours"), monkeypatch).status_code == 500
