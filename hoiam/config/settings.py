"""The one settings file: typed, safe defaults, everything an operator may set by environment.

HOIAM_DATA      folder of this installation (database, keys, files, log); default `var/`
DATABASE_URL    default SQLite in that folder
HOIAM_HOSTS     comma-separated host names; default this machine only
HOIAM_URL       public address, used in letters, e-mail and QR codes
HOIAM_ORIGIN    the log's name (C2SP origin: a schema-less URL of the authority)
HOIAM_ANCHOR    file on another disk that follows the log's size; or empty
HOIAM_TSA_URL   time stamping authority (RFC 3161) for a daily stamp; or empty
HOIAM_SMTP_URL  smtp://user:password@host:port, or empty: notices then wait in the outbox
HOIAM_MAIL_IN   maildir:///folder or imaps://user:password@host/INBOX: mail that becomes cases; or empty
HOIAM_QUIET_HOURS  hours in which no notice is sent, local time; default those of the pack, empty: none
HOIAM_SMS_URL   gateway for text messages, with {to} and {text}; or empty: no text messages
HOIAM_FROM      the address that notices come from
HOIAM_SITE_NAME the authority, shown beside the wordmark
HOIAM_DATA_CONTACT  e-mail address for questions about the open data; or empty
HOIAM_COVER_PER_MINUTE  cover entries in the log, on average; default 0: none
HOIAM_ML_DSA    1: checkpoints carry a second signature that quantum computers do not forge (ML-DSA-44)
HOIAM_SECOND_FACTOR  offered (default), or required: heads, overseers and operators set one up before they work on
HOIAM_PROXY     1 when a reverse proxy sets X-Forwarded-For and X-Forwarded-Proto
HOIAM_DEBUG     never on a public machine
"""

from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from hoiam.kit import keys

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
HOIAM_DATA = Path(env.str("HOIAM_DATA", default="var")).absolute()
HOIAM_KEYS_DIR = Path(env.str("HOIAM_KEYS_DIR", default=str(HOIAM_DATA / "keys")))
HOIAM_LOG_DIR = HOIAM_DATA / "log"
HOIAM_TSA_URL = env.str("HOIAM_TSA_URL", default="")
HOIAM_ANCHOR = env.str("HOIAM_ANCHOR", default="")
HOIAM_FILES_DIR = HOIAM_DATA / "files"
HOIAM_OPEN_DIR = HOIAM_DATA / "open"
HOIAM_URL = env.str("HOIAM_URL", default="http://localhost:8000").rstrip("/")
HOIAM_ORIGIN = env.str("HOIAM_ORIGIN", default="hoiam.localhost/hoiam/1")
HOIAM_SITE_NAME = env.str("HOIAM_SITE_NAME", default="")
HOIAM_DATA_CONTACT = env.str("HOIAM_DATA_CONTACT", default="")
HOIAM_PACK = env.str("HOIAM_PACK", default="vn")
HOIAM_COVER_PER_MINUTE = env.float("HOIAM_COVER_PER_MINUTE", default=0.0)
HOIAM_ML_DSA = env.bool("HOIAM_ML_DSA", default=False)
HOIAM_PROXY = env.bool("HOIAM_PROXY", default=False)

DEBUG = env.bool("HOIAM_DEBUG", default=False)
SECRET_KEY = env.str("HOIAM_SECRET_KEY", default="") or keys.from_file(HOIAM_KEYS_DIR, "django").hex()
ALLOWED_HOSTS = env.list("HOIAM_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [HOIAM_URL] if HOIAM_URL.startswith("https://") else []
ROOT_URLCONF = "hoiam.config.urls"
WSGI_APPLICATION = "hoiam.config.wsgi.application"
AUTH_USER_MODEL = "office.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    # ours first: our templates and words stand before those of other apps
    "hoiam.kit",
    "hoiam.duties",
    "hoiam.journal",
    "hoiam.sealed",
    "hoiam.notices",
    "hoiam.files",
    "hoiam.desk.cases",
    "hoiam.desk.reception",
    "hoiam.desk.dialogues",
    "hoiam.desk.directives",
    "hoiam.desk.inspections",
    "hoiam.desk.reports",
    "hoiam.public",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin.apps.SimpleAdminConfig",  # its pages load with the addresses: a worker has none
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hoiam.office",  # after those whose administration it trims
]

MIDDLEWARE = [
    "hoiam.kit.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "hoiam.kit.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("hoiam.kit.whole.Loader", ["django.template.loaders.app_directories.Loader"])],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "hoiam.kit.templatetags.kit",
                "hoiam.kit.templatetags.quick",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hoiam.kit.context.page",
            ],
        },
    }
]
FORM_RENDERER = "hoiam.kit.forms.KitRenderer"

DATABASES: dict[str, Any] = {
    "default": {
        **env.db("DATABASE_URL", default=f"sqlite:///{HOIAM_DATA / 'hoiam.sqlite3'}"),
        "CONN_MAX_AGE": None,
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "hoiam.kit.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-1000; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;",
    }

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "lang"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["hoiam.kit.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = env.str("HOIAM_STATIC", default=str(HOIAM_DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000

AUTHENTICATION_BACKENDS = ["hoiam.office.backend.PersonBackend"]  # one: a wrong password costs one hash
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/account/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "hoiam.office.accounts.Adapter"
ACCOUNT_FORMS = {"login": "hoiam.office.accounts.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
HOIAM_SECOND_FACTOR = env.str("HOIAM_SECOND_FACTOR", default="offered", choices=("offered", "required"))
MFA_ADAPTER = "hoiam.office.factor_adapter.Adapter"
MFA_FORMS = {"authenticate": "hoiam.office.factor_forms.CodeForm"}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}

SESSION_ENGINE = "hoiam.office.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HOIAM_URL.startswith("https://")
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "hoiam.kit.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HOIAM_PROXY else None
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
HOIAM_REQUEST_LIMIT = 60 * 1024 * 1024

HOIAM_SMTP_URL = env.str("HOIAM_SMTP_URL", default="")
HOIAM_MAIL_IN = env.str("HOIAM_MAIL_IN", default="")
HOIAM_SMS_URL = env.str("HOIAM_SMS_URL", default="")
HOIAM_QUIET_HOURS = env.str("HOIAM_QUIET_HOURS", default="") if "HOIAM_QUIET_HOURS" in env else None
DEFAULT_FROM_EMAIL = env.str("HOIAM_FROM", default="hoi-am@localhost")

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 20000}}
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "hoiam.kit.logs.Redact"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"hoiam": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}
