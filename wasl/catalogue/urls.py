from django.urls import path

from wasl.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.services, name="services"),
    path("scoring/", views.guides, name="guides"),
    path("scoring/draft/", views.draft_guide, name="draft_guide"),
    path("scoring/<int:pk>/", views.guide, name="guide"),
    path("scoring/<int:pk>/terms/", views.edit_terms, name="edit_terms"),
    path("scoring/<int:pk>/add/", views.add_line, name="add_line"),
    path("scoring/<int:pk>/line/<slug:source>/", views.edit_line, name="edit_line"),
    path("scoring/<int:pk>/line/<slug:source>/try/", views.try_line, name="try_line"),
    path("scoring/<int:pk>/line/<slug:source>/remove/", views.remove_line, name="remove_line"),
    path("scoring/<int:pk>/line/<slug:source>/move/", views.move_line, name="move_line"),
    path("scoring/<int:pk>/force/", views.bring_into_force, name="bring_into_force"),
    path("scoring/<int:pk>/withdraw/", views.withdraw_guide, name="withdraw_guide"),
    path("scoring/<int:pk>/drop/", views.drop_guide, name="drop_guide"),
    path("<slug:code>/", views.service, name="service"),
]
