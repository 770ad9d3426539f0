"""Every kind of paper is registered by one package, with its content and its template."""

from importlib import import_module

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.papers import samples
from tests.test_house import WASL
from wasl.papers.kinds import Kind
from wasl.papers.registry import PAPER_KINDS, PaperKind, register, template_of
from wasl.papers.typesetting import TEMPLATES

# Drawn by other templates; no paper of their own.
PARTS = {"form.typ", "letterhead.typ"}


def test_every_kind_is_registered_and_every_registered_kind_is_one():
    assert PAPER_KINDS.keys() == set(Kind)
    assert all(paper_kind.kind == kind for kind, paper_kind in PAPER_KINDS.items())


@pytest.mark.parametrize("kind", list(Kind))
def test_its_template_is_there(kind):
    assert (TEMPLATES / template_of(kind)).is_file()


def test_every_template_is_the_template_of_one_kind():
    templates = sorted(paper_kind.template for paper_kind in PAPER_KINDS.values())
    assert templates == sorted({path.name for path in TEMPLATES.glob("*.typ")} - PARTS)


def test_no_content_is_registered_for_two_kinds():
    assert len({paper_kind.content for paper_kind in PAPER_KINDS.values()}) == len(PAPER_KINDS)


@pytest.mark.parametrize("kind", list(Kind))
def test_its_content_stands_in_the_package_that_registers_it(kind):
    content = PAPER_KINDS[kind].content
    assert content.__module__.endswith(".paper_content")
    assert content.__required_keys__


def test_each_file_of_content_registers_a_kind():
    files = {f"wasl.{path.parent.name}.paper_content" for path in WASL.glob("*/paper_content.py")}
    assert files == {paper_kind.content.__module__ for paper_kind in PAPER_KINDS.values()}
    assert all(import_module(name).__doc__ for name in files)


def test_a_kind_registered_twice_stops_the_start():
    receipt = PAPER_KINDS[Kind.RECEIPT]
    with pytest.raises(ImproperlyConfigured, match="receipt"):
        register(PaperKind(Kind.RECEIPT, content=receipt.content, template="other.typ"))
    assert PAPER_KINDS[Kind.RECEIPT] is receipt


def test_a_kind_that_nobody_registered_has_no_template():
    assert template_of("unheard_of") == ""


@pytest.mark.parametrize("name", samples.ALL)
def test_the_sample_is_filled_as_its_content_says(name):
    kind, data = samples.ALL[name]
    content = PAPER_KINDS[kind].content
    assert content.__required_keys__ <= data.keys() <= set(content.__annotations__)
