from django.urls import path

from wasl.portal.views import filing, identity, mine, public

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("services/", public.services, name="services"),
    path("services/<slug:code>/", public.service, name="service"),
    path("contact/", public.contact, name="contact"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("identify/", identity.identify, name="identify"),
    path("identify/code/", identity.confirm, name="confirm"),
    path("about-you/", identity.about_you, name="about_you"),
    path("track/", identity.track, name="track"),
    path("stay/", identity.stay, name="stay"),
    path("leave/", identity.leave, name="leave"),
    path("apply/<slug:code>/", filing.file, name="file"),
    path("my/", mine.mine, name="mine"),
    path("my/<str:reference>/", mine.case, name="case"),
    path("my/<str:reference>/fill/<slug:section>/", filing.fill, name="fill"),
    path("my/<str:reference>/documents/", filing.documents, name="documents"),
    path("my/<str:reference>/sign/", filing.sign, name="sign"),
    path("my/<str:reference>/send-code/", filing.send_code, name="send_code"),
    path("my/<str:reference>/lodge/", mine.lodge, name="lodge"),
    path("my/<str:reference>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<str:reference>/paper/<uuid:pk>/", mine.paper, name="paper"),
]
