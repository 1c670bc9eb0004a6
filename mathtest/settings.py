"""All settings, on one page. What differs between places comes from the environment.

Everything has a default that works on one machine with nothing installed: SQLite, local memory,
DEBUG off unless asked for. ``mathtest.checks`` refuses a production start with unsafe values.
"""

import logging
import sys
from datetime import timedelta
from pathlib import Path

import environ
import structlog
from csp.constants import NONCE, NONE, SELF
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()  # NAME_FILE=/run/secrets/name is read where NAME is not set


def environment_list(name: str) -> list[str]:
    """The comma-separated values of environment variable ``name``, without blanks."""
    return [item.strip() for item in env.str(name, default="").split(",") if item.strip()]


# --- What this place is -----------------------------------------------------------------------

TESTING = "pytest" in sys.modules
PRODUCTION = env.bool("PRODUCTION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEVELOPMENT_SECRET_KEY = "development-only-" + "not-a-secret-" * 4
SECRET_KEY = env.str("SECRET_KEY", default=DEVELOPMENT_SECRET_KEY)
SECRET_KEY_FALLBACKS = environment_list("SECRET_KEY_FALLBACKS")
RECEIPT_KEYS = environment_list("RECEIPT_KEYS") or [SECRET_KEY]  # the first signs, all verify
ALLOWED_HOSTS = environment_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment_list("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
HTTPS = env.bool("HTTPS", default=PRODUCTION)

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "unfold",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_standardized_errors",
    "corsheaders",
    "csp",
    "django_htmx",
    "template_partials",
    "import_export",
    "django_structlog",
    "django_tasks",
    "mathtest.apps.JobsConfig",
    "accounts",
    "grading",
    "exams",
    "analytics",
    "mathtest",
]

# The order matters: what must be on every response, errors included, comes first.
MIDDLEWARE = [
    "mathtest.middleware.RequestIdMiddleware",
    "mathtest.middleware.ServerTimingMiddleware",
    "mathtest.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.UserLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mathtest.middleware.RequestLogMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "mathtest.urls"
WSGI_APPLICATION = "mathtest.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.viewer",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    },
]

# Where the process that serves live boards is, as the browser sees it: "/live/". Empty: pages ask again.
LIVE_URL = env.str("LIVE_URL", default="")
# How far that process and the job worker step back behind those that save.
BACKGROUND_NICE = env.int("BACKGROUND_NICE", default=10)

# --- Database ---------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'data' / 'mathtest.sqlite3'}")
}
DATABASE_POOL_SIZE = env.int("DATABASE_POOL_SIZE", default=10)
SERVER_THREADS = env.int("GRANIAN_BLOCKING_THREADS", default=DATABASE_POOL_SIZE)  # of one process
DATABASE_POOL_TIMEOUT_S = env.float("DATABASE_POOL_TIMEOUT_S", default=5.0)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets reads go on while one writes. IMMEDIATE takes the write lock at BEGIN, so that two
    # writers queue instead of failing half-way. FULL: what a page called saved survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000;",
    }
    # Kept open by each thread: the last connection that closes also folds up the WAL, on every request.
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "pool": {
            "min_size": min(2, DATABASE_POOL_SIZE),
            "max_size": DATABASE_POOL_SIZE,
            "timeout": DATABASE_POOL_TIMEOUT_S,
        },
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions, jobs --------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": f"mathtest-test-{env.str('PYTEST_XDIST_WORKER', default='')}"
            if TESTING
            else "mathtest",
            "OPTIONS": {
                "SOCKET_CONNECT_TIMEOUT": 1,
                "SOCKET_TIMEOUT": 1,
                # A cache that is down makes pages slower, never wrong: nothing lives only there.
                "IGNORE_EXCEPTIONS": True,
            },
        }
    }
    DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "mathtest"}}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "mathtest.errors.csrf_failure"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

# The form of a question with many blanks, options and stored responses has more fields than Django expects.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3_000

# Jobs are rows of the same database, written in the same transaction as what they belong to.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default"],
        "ENQUEUE_ON_COMMIT": False,
    }
}

# A whole year hands in within seconds: marking begins when it has its receipts. Whoever opens a result sooner
# is not kept waiting.
MARK_AFTER_S = env.int("MARK_AFTER_S", default=0 if TESTING else 15)

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "accounts.hashers.ClassroomArgon2PasswordHasher",
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "django.contrib.auth.hashers.BCryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = None
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
# Limits on sign-in are our own (accounts.limits): narrow for an account at one address, wide for the
# address of a whole school, and open to all when the cache is away.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
JOIN_CODE_RATE_LIMITS = {"address": "300/m", "code": "200/h", "code_failed_address": "60/m"}

# --- Language, time ---------------------------------------------------------------------------

LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["mathtest.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Seoul"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT: Path | None = BASE_DIR / "data" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "mathtest.finders.BrowserLibraryFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "mathtest.storage.HashedStaticStorage"},
}
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Source maps are for developers' tools: to compress them takes longer than everything that pages use.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
if DEBUG or TESTING:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    STATIC_ROOT = None  # files are served from where they are, nothing is collected
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = DEBUG

# --- Security headers -------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health(/|$)"]  # probes speak plain http inside the cluster
# Only a production site promises https for a year: a demo over TLS shares "localhost" with everything else.
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS and PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and PRODUCTION
SECURE_HSTS_PRELOAD = HTTPS and PRODUCTION
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],  # MathML and the admin place things by style attributes
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],  # the service worker of the exam page
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
CORS_ALLOWED_ORIGINS = environment_list("CORS_ORIGINS")
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["X-Request-ID", "Retry-After", "Server-Timing"]

# --- API --------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework_simplejwt.authentication.JWTAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "mathtest.openapi.ErrorAwareSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.ScopedRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        **{"token": "600/min", "read": "240/min", "save": "600/min", "stats": "60/min"},
        **{"grading_read": "600/min", "grading_check": "120/min"},
    },
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "NUM_PROXIES": TRUSTED_PROXY_COUNT,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_HANDLER_CLASS": "mathtest.errors.ErrorHandler",
    "EXCEPTION_FORMATTER_CLASS": "mathtest.errors.ErrorFormatter",
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "CHECK_REVOKE_TOKEN": True,  # a new password ends the access tokens that are out
}
SPECTACULAR_SETTINGS = {
    "ENUM_NAME_OVERRIDES": {
        "KindEnum": "exams.api.row_serializers.KINDS",
        "AttemptStateEnum": "exams.models.attempt.AttemptState",
        "VerdictEnum": "exams.api.serializers.VERDICTS",
        "VerdictOfMarkingEnum": "exams.api.checking.OUTCOMES",
    },
    "TITLE": "mathtest API",
    "VERSION": "1",
    "DESCRIPTION": "Sit mathematics exams from a mobile client; read classes, exams, results and statistics "
    "from a school's own system. `/api/v1/token/` gives the access token.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# --- Admin ------------------------------------------------------------------------------------

UNFOLD = {
    "SITE_TITLE": "mathtest",
    "SITE_HEADER": "mathtest",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "10px",
    "STYLES": [lambda request: static("css/admin.css")],
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")}
    ],
    "COLORS": {
        "primary": {
            "50": "#f3f6fc",
            "100": "#e9eef9",
            "200": "#ccd8f0",
            "300": "#9db8f5",
            "400": "#6d8cd6",
            "500": "#4566b8",
            "600": "#2b4c9b",
            "700": "#24407f",
            "800": "#1e3466",
            "900": "#18294f",
            "950": "#101b35",
        }
    },
}

# --- Logs -------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING" if TESTING else "INFO")
DJANGO_STRUCTLOG_COMMAND_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # RequestIdMiddleware has put a sane one there
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # addresses are personal data: the audit log has them
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG  # one line a request, when it is finished
STRUCTLOG_STEPS: list[structlog.typing.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*STRUCTLOG_STEPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False),
            "foreign_pre_chain": STRUCTLOG_STEPS,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django.server": {"handlers": ["stderr"], "propagate": False}},
}
