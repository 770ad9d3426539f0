from django.urls import path

from wasl.portal.views import engines, filing, identity, mine, own_data, public

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("services/", public.services, name="services"),
    path("services/<slug:code>/", public.service, name="service"),
    path("contact/", public.contact, name="contact"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.sitemap, name="sitemap"),
    path("identify/", identity.identify, name="identify"),
    path("identify/code/", identity.confirm, name="confirm"),
    path("about-you/", identity.about_you, name="about_you"),
    path("track/", identity.track, name="track"),
    path("stay/", identity.stay, name="stay"),
    path("leave/", identity.leave, name="leave"),
    path("apply/<slug:code>/", filing.file, name="file"),
    path("my-data/", own_data.my_data, name="my_data"),
    path("my-data/file/", own_data.my_data_file, name="my_data_file"),
    path("my-data/ask/", own_data.ask_about_data, name="ask_about_data"),
    path("my-data/requests/<int:pk>/take-back/", own_data.take_back_request, name="take_back_request"),
    path("my-data/consents/<slug:purpose>/agree/", own_data.agree, name="agree"),
    path("my-data/consents/<slug:purpose>/disagree/", own_data.disagree, name="disagree"),
    path("my/", mine.mine, name="mine"),
    path("my/<str:reference>/", mine.case, name="case"),
    path("my/<str:reference>/fill/<slug:section>/", filing.fill, name="fill"),
    path("my/<str:reference>/documents/", filing.documents, name="documents"),
    path("my/<str:reference>/sign/", filing.sign, name="sign"),
    path("my/<str:reference>/send-code/", filing.send_code, name="send_code"),
    path("my/<str:reference>/lodge/", mine.lodge, name="lodge"),
    path("my/<str:reference>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<str:reference>/paper/<uuid:pk>/", mine.paper, name="paper"),
    path("my/<str:reference>/enclosure/<uuid:key>/", mine.enclosure, name="enclosure"),
]
