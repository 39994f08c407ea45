"""A Django site with django-two-factor-auth, the least that signs people in by password and code. Run by the bench only.

``python two_factor_site.py HOW_MANY SECRET`` makes the tables and people; ``gunicorn two_factor_site:application`` serves.
"""

import base64
import os
import sys

import django
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

FOLDER = os.environ["BENCH_FOLDER"]

settings.configure(
    SECRET_KEY="of the bench",
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/two_factor.db"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django_otp",
        "django_otp.plugins.otp_static",
        "django_otp.plugins.otp_totp",
        "two_factor",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_otp.middleware.OTPMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.messages.context_processors.messages",
                    "django.contrib.auth.context_processors.auth",
                ]
            },
        }
    ],
    PASSWORD_HASHERS=["hashers.BenchHasher"],
    ROOT_URLCONF=__name__,
    LOGIN_URL="two_factor:login",
    LOGIN_REDIRECT_URL="/",
    USE_TZ=True,
)
django.setup()


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """The least that a landing page can be."""
    return HttpResponse(f"<!doctype html><title>Home</title><p>{request.user}")


def _patterns() -> list[object]:
    from two_factor.urls import urlpatterns as two_factor

    return [path("", landing), path("", include(two_factor))]


urlpatterns = _patterns()
application = WSGIHandler()


def prepare(how_many: int, secret: str) -> None:
    """Tables, and people who share one password and one phone; as many again without a phone."""
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User
    from django_otp.plugins.otp_totp.models import TOTPDevice

    call_command("migrate", verbosity=0)
    hashed = make_password(os.environ["BENCH_PASSWORD"])
    key = base64.b32decode(secret).hex()
    for number in range(2 * how_many):
        email = f"person{number}@bench.example"
        user = User.objects.create(username=email, email=email, password=hashed)
        if number < how_many:
            TOTPDevice.objects.create(user=user, name="default", key=key, throttling_failure_count=0)


if __name__ == "__main__":
    prepare(int(sys.argv[1]), sys.argv[2])
