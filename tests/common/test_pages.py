"""How values look on a page: isolated, safe, in both calendars."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from wasl.common.dates import WrittenDate
from wasl.common.verdicts import YES, Verdict

TODAY = date(2026, 11, 22)


def shown(template, **values):
    with translation.override("ar"):
        return engines["django"].from_string("{% load wasl %}" + template).render(values)


@pytest.mark.clause("LET-2")
def test_a_day_is_shown_in_both_calendars_hijri_first():
    html = shown("{{ d|dual }}", d=TODAY)
    assert html.index("12 جمادى الآخرة 1448هـ") < html.index("22 نوفمبر 2026م")
    assert '<time class="dual" datetime="2026-11-22">' in html


@pytest.mark.parametrize(
    ("template", "value", "html"),
    [
        ("{{ v|ref }}", "1448-000117", '<bdi dir="ltr" class="ref">1448-000117</bdi>'),
        ("{{ v|ref }}", "<b>", '<bdi dir="ltr" class="ref">&lt;b&gt;</bdi>'),
        ("{{ v|num }}", 1234, '<bdi dir="ltr" class="num">1,234</bdi>'),
        ("{{ v|num:1 }}", 4.26, '<bdi dir="ltr" class="num">4.3</bdi>'),
        ("{{ v|phone }}", "+966501234567", '<bdi dir="ltr" class="phone">0501234567</bdi>'),
        (
            "{{ v|iban }}",
            "SA0380000000608010167519",
            '<bdi dir="ltr" class="iban">SA03 8000 0000 6080 1016 7519</bdi>',
        ),
        ("{{ v|masked }}", "1000004321", '<bdi dir="ltr" class="ref masked">10••••4321</bdi>'),
        (
            "{{ v|masked_phone }}",
            "+966501234567",
            '<bdi dir="ltr" class="phone masked">05••••567</bdi>',
        ),
        (
            "{{ v|masked_iban }}",
            "SA0380000000608010167519",
            '<bdi dir="ltr" class="iban masked">SA••••80••••7519</bdi>',
        ),
        ("{{ v|name }}", "مريم <i>", "<bdi>مريم &lt;i&gt;</bdi>"),
        ("{{ v|initials }}", "مريم الحربي", "م\u200cح"),
        (
            "{{ v|gregorian }}",
            TODAY,
            '<time datetime="2026-11-22" dir="auto">22 نوفمبر 2026م</time>',
        ),
        (
            "{{ v|hijri }}",
            TODAY,
            (
                '<time datetime="2026-11-22" title="22 نوفمبر 2026م" dir="auto">12 جمادى الآخرة '
                "1448هـ</time>"
            ),
        ),
    ],
)
def test_values_are_isolated_and_safe(template, value, html):
    assert shown(template, v=value) == html


def test_money_keeps_its_number_apart_from_its_word():
    html = shown("{{ v|money }}", v=Decimal("12000.00"))
    assert html.startswith('<span class="money"><bdi dir="ltr" class="num">12,000</bdi> ')


def test_a_moment_is_shown_in_riyadh():
    html = shown("{{ v|clock }}", v=datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
    assert '<bdi dir="ltr">00:30</bdi>' in html and "13/6/1448هـ" in html
    assert "13 جمادى" in shown("{{ v|dual }}", v=datetime(2026, 11, 22, 21, 30, tzinfo=UTC))


def test_a_written_day_and_a_day_outside_the_tables_are_shown_too():
    assert "1448" in shown("{{ v|dual }}", v=WrittenDate(TODAY, "12/6/1448", "hijri"))
    old = date(1900, 1, 1)
    assert (
        shown("{{ v|dual }}", v=old)
        == shown("{{ v|hijri }}", v=old)
        == shown("{{ v|gregorian }}", v=old)
    )
    assert "1/1/1900" in shown("{{ v|clock }}", v=datetime(1900, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "name", "ref num money dual hijri gregorian clock phone iban masked masked_iban name".split()
)
def test_nothing_is_shown_for_nothing(name):
    assert shown(f"{{{{ v|{name} }}}}", v=None) == "" == shown(f"{{{{ v|{name} }}}}", v="")


def test_a_button_knows_why_it_is_off():
    no = Verdict("لا يجتمع <أمران>", link="/x")
    html = shown('<button {% off_if v "submit" %}>{% why v "submit" %}', v=no)
    assert 'disabled title="لا يجتمع &lt;أمران&gt;" aria-describedby="why-submit"' in html
    assert '<span class="why" id="why-submit">' in html and '<a href="/x">' in html
    assert (
        shown("{% off_if v %}{% why v %}", v=YES)
        == ""
        == shown("{% off_if v %}{% why v %}", v=None)
    )


def test_icons_are_for_the_eye_unless_they_are_named():
    assert 'aria-hidden="true"' in shown('{% icon "search" %}') and "icons.svg#search" in shown(
        '{% icon "search" %}'
    )
    assert 'role="img" aria-label="بحث"' in shown('{% icon "search" "بحث" %}')


def test_each_form_carries_a_token_of_its_own():
    assert shown("{% once %}") != shown("{% once %}")
