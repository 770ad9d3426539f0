"""Pages of cases."""

from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def start(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def print_blank(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def timeline(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def fill(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def documents(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def sign(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def send_sign_code(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def submit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def return_for_completion(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def match(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def verify(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def start_study(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def study(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def refer_to_committee(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def register(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def close(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def withdraw(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def lapse(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def hand_over(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def mark_urgent(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)


def print_filled(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse(status=503)
