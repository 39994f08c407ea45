"""A Django site with django-allauth's MFA, the least that signs people in by password and code. Run by the bench only.

``python allauth_site.py HOW_MANY`` makes the tables and people; ``gunicorn allauth_site:application`` serves.
"""

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
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{FOLDER}/allauth.db"}},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "allauth",
        "allauth.account",
        "allauth.mfa",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
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
    AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
    PASSWORD_HASHERS=["hashers.BenchHasher"],
    ROOT_URLCONF=__name__,
    LOGIN_REDIRECT_URL="/",
    LOGIN_URL="/accounts/login/",
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*"],
    ACCOUNT_EMAIL_VERIFICATION="none",
    ACCOUNT_RATE_LIMITS=False,  # everybody comes from one address here
    MFA_SUPPORTED_TYPES=["totp", "recovery_codes"],
    USE_TZ=True,
)
django.setup()


@login_required
def landing(request: HttpRequest) -> HttpResponse:
    """The least that a landing page can be."""
    return HttpResponse(f"<!doctype html><title>Home</title><p>{request.user}")


urlpatterns = [path("", landing), path("accounts/", include("allauth.urls"))]
application = WSGIHandler()


def prepare(how_many: int, secret: str) -> None:
    """Tables, and people who share one password and one phone; as many again without a phone."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth.hashers import make_password
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    hashed = make_password(os.environ["BENCH_PASSWORD"])
    for number in range(2 * how_many):
        email = f"person{number}@bench.example"
        user = User.objects.create(username=email, email=email, password=hashed)
        if number < how_many:
            TOTP.activate(user, secret)


if __name__ == "__main__":
    prepare(int(sys.argv[1]), sys.argv[2])
