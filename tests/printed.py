"""In every test: nothing that people read prints `None`, be it a page, a message or a paper."""

import re

import pytest
from django.template import base, defaulttags
from django.templatetags import i18n

from wasl.messaging import queries as messaging
from wasl.papers import typesetting

NONE = re.compile(r"\bNone\b")


def strings(value):
    """Every text in the content of a paper."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)


def strict(render):
    """Rendering that refuses None where Django would print it."""

    def render_value(value, context):
        assert value is not None, f"A page prints None: {getattr(context, 'template_name', '')}"
        return render(value, context)

    return render_value


@pytest.fixture(autouse=True)
def _nothing_prints_none(monkeypatch):
    """The three doors through which words leave: templates, messages, papers."""
    for module in (base, defaulttags, i18n):
        monkeypatch.setattr(module, "render_value_in_context", strict(base.render_value_in_context))
    words, compiled = messaging.words, typesetting._compile

    def filled(*args):
        made = words(*args)
        assert not NONE.search(" ".join(made)), f"A message prints None: {made}"
        return made

    def printed(kind, given):
        faults = [text for text in strings(given) if NONE.search(text)]
        assert not faults, f"A paper prints None: {kind} {faults}"
        return compiled(kind, given)

    monkeypatch.setattr(messaging, "words", filled)
    monkeypatch.setattr(typesetting, "_compile", printed)
