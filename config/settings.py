"""Settings, read from the environment with safe local defaults."""

import os
from pathlib import Path

from config.asked import ASKED  # noqa: F401
from config.dispatched import DISPATCHED  # noqa: F401
from config.growth import EXPIRED, GROWTH  # noqa: F401
from config.reactions import REACTIONS  # noqa: F401
from config.schedule import SCHEDULE  # noqa: F401
from wasl.common import installation

BASE_DIR = Path(__file__).resolve().parent.parent
WASL_HOME = installation.home()
WASL_PORT = int(os.environ.get("WASL_PORT", "8000"))
PUBLIC_URL = os.environ.get("WASL_URL", f"http://127.0.0.1:{WASL_PORT}")

_secrets = installation.secrets(WASL_HOME)
SECRET_KEY = _secrets["secret_key"]
KEYS_FILE = installation.secrets_file(WASL_HOME)
PASSING_KEYS = installation.passing_keys(WASL_HOME)

DEBUG = False
# `testserver` is the host of Django's test client.
ALLOWED_HOSTS = os.environ.get("WASL_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "wasl.common.refusals.stale"
SECURE_TRANSPORT = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_TRANSPORT
SESSION_COOKIE_AGE = int(os.environ.get("WASL_SESSION_SECONDS", str(8 * 3600)))
# Not a write for every page: `renew_session` prolongs a sign-in at most every five minutes.
SESSION_SAVE_EVERY_REQUEST = False
# The proxies whose word on a request's origin is trusted: the same list as the web server's.
PROXIES = frozenset(
    filter(None, os.environ.get("WASL_PROXIES", "127.0.0.1").replace(" ", "").split(","))
)
# Our own pages need the referrer for the way back; other sites must not learn addresses of files.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "wasl.common",
    "wasl.audit",
    "wasl.accounts",
    "wasl.messaging",
    "wasl.papers",
    "wasl.governance",
    "wasl.catalogue",
    "wasl.knowledge",
    "wasl.beneficiaries",
    "wasl.cases",
    "wasl.interactions",
    "wasl.letters",
    "wasl.committees",
    "wasl.delivery",
    "wasl.outreach",
    "wasl.agreements",
    "wasl.satisfaction",
    "wasl.grievances",
    "wasl.privacy",
    "wasl.portal",
    "wasl.desk",
    "wasl.reports",
    "wasl.program",
]

MIDDLEWARE = [
    # First, so that no other middleware reads a compressed body.
    "wasl.common.middleware.CompressionMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wasl.common.middleware.ContentSecurityPolicyMiddleware",
    "wasl.common.middleware.SearchEnginesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wasl.common.middleware.LanguageMiddleware",
    # Within LanguageMiddleware, so that refusals are in the visitor's language.
    "wasl.common.middleware.RefusalMiddleware",
    "wasl.common.addresses.CleanAddressMiddleware",
    "wasl.common.middleware.KeysMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wasl.accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wasl.accounts.middleware.AssociationMiddleware",
    "wasl.common.middleware.PanelMiddleware",
    "wasl.beneficiaries.middleware.MergedAwayMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "wasl" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wasl.accounts.context.association",
            ],
            "builtins": [
                "wasl.common.templatetags.wasl",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
        },
    }
]

DATABASES = {"default": installation.database(WASL_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        # In the database, so that all processes count the limits of sign-in together.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    },
    # Parts of pages that depend on code, language and roles only; never on a person.
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["wasl.accounts.adapter.SignIn"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "wasl.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
# A whole association may share one address; the limit on wrong passwords is what stops guessing.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "wasl.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Wasl"
# The previous code, of half a minute ago, is accepted too: for slow typing and clocks a little off.
MFA_TOTP_TOLERANCE = 1
ACCOUNT_FORMS = {"login": "wasl.accounts.forms.SignInForm"}
MFA_FORMS = {
    "authenticate": "wasl.accounts.forms.SecondStepForm",
    "reauthenticate": "wasl.accounts.forms.ConfirmAgainForm",
    "activate_totp": "wasl.accounts.forms.SetUpAppForm",
}

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", "العربية"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "wasl" / "locale"]
FORMAT_MODULE_PATH = "wasl.common.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Riyadh"

STATIC_URL = "/static/"
STATIC_ROOT = WASL_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "wasl" / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": WASL_HOME / "files"},
    },
    "staticfiles": {
        # The manifest of hashed names exists only where `collectstatic` has run, as before serving.
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if os.environ.get("WASL_SERVING")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# A larger form (its files apart) is refused with 413 (`refusals.bad_request`).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_LIMIT = 40 * 1024 * 1024
CLAMD = os.environ.get("WASL_CLAMD", "")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("WASL_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("WASL_SMTP_PORT", str(WASL_PORT + 2)))
EMAIL_HOST_USER = os.environ.get("WASL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WASL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("WASL_SMTP_TLS", "") == "1"
# Seconds.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("WASL_FROM", "wasl@localhost")
# The kinds of a staff member's responsibility, handed on before the sign-in is closed (ADR 49).
DUTIES = [
    "wasl.cases.duties.REQUESTS",
    "wasl.cases.duties.STUDIES",
    "wasl.interactions.duties.QUESTIONS",
    "wasl.interactions.duties.ANSWERS",
    "wasl.grievances.duties.REVIEWS",
    "wasl.committees.duties.SEATS",
    "wasl.governance.duties.BOARD",
    "wasl.accounts.department_duty.DEPARTMENTS",
]
# Whether a person may be written to, asked for every message; messaging is a layer below the
# register (ADR 49).
MAY_BE_WRITTEN_TO = "wasl.beneficiaries.queries.reach.may_be_written_to"
SMS_GATEWAY = {
    "client": os.environ.get("WASL_SMS_CLIENT", "wasl.adapters.unifonic.client.Gateway"),
    "url": os.environ.get("WASL_SMS_URL", f"http://127.0.0.1:{WASL_PORT + 1}/rest/SMS/messages"),
    "app_sid": os.environ.get("WASL_SMS_APP_SID", "sample"),
    "sender": os.environ.get("WASL_SMS_SENDER", "WASL"),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_secrets": {"()": "wasl.common.logs.HideSecrets"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["hide_secrets"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
