from django.urls import path, register_converter

from wasl.common.addresses import ReferenceConverter
from wasl.portal.views import (
    about,
    engines,
    filing,
    identity,
    mine,
    own_data,
    public,
    rights,
    telling,
)

register_converter(ReferenceConverter, "reference")

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("services/", public.services, name="services"),
    path("services/<slug:code>/", public.service, name="service"),
    path("guide/", public.guide, name="guide"),
    path("contact/", public.contact, name="contact"),
    path("board/", about.board, name="board"),
    path("results/", about.results, name="results"),
    path("stories/", about.stories, name="stories"),
    path("stories/work/", telling.story_work, name="story_work"),
    path("stories/write/<int:person_pk>/", telling.write_story, name="write_story"),
    path("stories/<int:pk>/", telling.edit_story, name="edit_story"),
    path("stories/<int:pk>/publish/", telling.publish_story, name="publish_story"),
    path("stories/<int:pk>/withdraw/", telling.withdraw_story, name="withdraw_story"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("privacy/", public.privacy, name="privacy"),
    path("rights/", rights.rights, name="rights"),
    path("my-rights/", rights.my_rights, name="my_rights"),
    path("my-rights/<int:pk>/", rights.my_agreement, name="my_agreement"),
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.sitemap, name="sitemap"),
    path("identify/", identity.identify, name="identify"),
    path("identify/code/", identity.confirm, name="confirm"),
    path("identify/code/again/", identity.resend, name="resend"),
    path("about-you/", identity.about_you, name="about_you"),
    path("track/", identity.track, name="track"),
    path("stay/", identity.stay, name="stay"),
    path("leave/", identity.leave, name="leave"),
    path("apply/<slug:code>/", filing.file, name="file"),
    path("my-data/", own_data.my_data, name="my_data"),
    path("my-data/file/", own_data.my_data_file, name="my_data_file"),
    path("my-data/ask/", own_data.ask_about_data, name="ask_about_data"),
    path("my-data/mobile/", own_data.change_mobile, name="change_mobile"),
    path("my-data/mobile/code/", own_data.confirm_change, name="confirm_change"),
    path("my-data/changes/<int:pk>/take-back/", own_data.take_back_change, name="take_back_change"),
    path(
        "my-data/requests/<int:pk>/take-back/", own_data.take_back_request, name="take_back_request"
    ),
    path("my-data/consents/<slug:purpose>/agree/", own_data.agree, name="agree"),
    path("my-data/consents/<slug:purpose>/disagree/", own_data.disagree, name="disagree"),
    path("my/", mine.mine, name="mine"),
    path("my/<reference:reference>/", mine.case, name="case"),
    path("my/<reference:reference>/fill/<slug:section>/", filing.fill, name="fill"),
    path("my/<reference:reference>/documents/", filing.documents, name="documents"),
    path("my/<reference:reference>/sign/", filing.sign, name="sign"),
    path("my/<reference:reference>/send-code/", filing.send_code, name="send_code"),
    path("my/<reference:reference>/lodge/", mine.lodge, name="lodge"),
    path("my/<reference:reference>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<reference:reference>/paper/<uuid:pk>/", mine.paper, name="paper"),
    path("my/<reference:reference>/enclosure/<uuid:key>/", mine.enclosure, name="enclosure"),
]
