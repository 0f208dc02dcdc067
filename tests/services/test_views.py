"""Views of the dashboards, kept by one person and shared with others."""

from __future__ import annotations

import pytest

from migraflow.domain.errors import NotAllowed, NotFound, Unfit
from migraflow.domain.views import EVERYBODY
from migraflow.services import views
from tests.counter import Counter


def names(counter: Counter, first: str) -> list[tuple[str, bool]]:
    """The views somebody finds, and whether they are their own."""
    return [(view.name, view.mine) for view in counter.wish(first, views.seen)]


def test_a_view_is_kept_for_oneself_until_it_is_shared(counter: Counter) -> None:
    query = "periode=12mois&region=kayes&sexe=F"
    id = counter.wish("mariam", views.keep, name="  Kayes,  femmes ", page="demandes", query=query)
    assert names(counter, "mariam") == [("Kayes, femmes", True)]
    assert names(counter, "moussa") == []
    counter.wish("mariam", views.change, id=id, name="Femmes de Kayes", shared="chef_dcm")
    assert names(counter, "moussa") == [("Femmes de Kayes", False)]
    assert names(counter, "seydou") == []
    counter.wish("mariam", views.change, id=id, name="Femmes de Kayes", shared=EVERYBODY)
    assert names(counter, "seydou") == [("Femmes de Kayes", False)]
    (view,) = counter.wish("seydou", views.seen)
    assert (view.page, view.query, view.owner) == ("demandes", "periode=12mois&region=kayes&sexe=F", "Mariam Sidibé")


def test_only_filters_are_kept(counter: Counter) -> None:
    query = "region=kayes&q=diarra&periode=mois&sexe=%3Cscript%3E&dossier=DS-2026-KAY-000123"
    counter.wish("mariam", views.keep, name="Kayes", page="demandes", query=query)
    assert counter.wish("mariam", views.seen)[0].query == "periode=mois&region=kayes"


def test_nobody_changes_or_forgets_the_view_of_another(counter: Counter) -> None:
    id = counter.wish("mariam", views.keep, name="Kayes", page="", query="", shared=EVERYBODY)
    with pytest.raises(NotFound):
        counter.wish("moussa", views.change, id=id, name="À moi", shared="")
    with pytest.raises(NotFound):
        counter.wish("moussa", views.forget, id=id)
    counter.wish("mariam", views.forget, id=id)
    assert names(counter, "mariam") == names(counter, "moussa") == []


def test_who_sees_no_figures_keeps_no_view(counter: Counter) -> None:
    for use_case, wish in ((views.seen, {}), (views.circles, {}), (views.keep, {"name": "x", "page": "", "query": ""})):
        with pytest.raises(NotAllowed):
            counter.wish("fanta", use_case, **wish)


@pytest.mark.parametrize(
    ("name", "circle", "code"),
    [
        ("  ", "", "view_without_name"),
        ("x" * 81, "", "view_name_long"),
        ("x", "accueil", "view_shared_with_nobody_known"),
    ],
)
def test_a_view_needs_a_name_and_people_who_see_figures(counter: Counter, name: str, circle: str, code: str) -> None:
    with pytest.raises(Unfit, match=code):
        counter.wish("mariam", views.keep, name=name, page="", query="", shared=circle)
