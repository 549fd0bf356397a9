"""Headers, cookies, CSRF and limits of every request: the baseline, in one place."""

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import Forbidden
from werkzeug.middleware.proxy_fix import ProxyFix

from course.config import Settings
from course.secret_key import secret_key

UPLOAD_LIMIT = 2 * 1024 * 1024
FORM_LIMIT = 256 * 1024
FIELD_LIMIT = 300

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "browsing-topics=()"
    ),
    "Cache-Control": "no-store",
}
FRONT_DOOR = "visitor.front_door"

csrf = CSRFProtect()


def install(app: Flask, settings: Settings) -> None:
    """Set cookies, limits, CSRF and headers."""
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_NAME="__Host-session" if settings.secure else "session",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        MAX_FORM_MEMORY_SIZE=FORM_LIMIT,
        MAX_FORM_PARTS=FIELD_LIMIT,
        PROPAGATE_EXCEPTIONS=False,
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session
        WTF_CSRF_CHECK_DEFAULT=False,  # checked below, after the origin
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which a browser may be told not to send
        TRUSTED_HOSTS=_hosts(settings),
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # the documented way to wrap an app
    csrf.init_app(app)
    app.before_request(_refuse_other_origins)
    app.after_request(_add_headers)


def _hosts(settings: Settings) -> list[str]:
    host = settings.base_url.split("://", 1)[1]
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return [name, "localhost", "127.0.0.1"]  # a monitor on the machine itself asks by these


def _refuse_other_origins() -> None:
    """Refuse a changing request that another site's page sent, then check its CSRF token."""
    if request.method in {"GET", "HEAD", "OPTIONS", "TRACE"} or request.routing_exception:
        return  # nothing changes: where no view answers, the router says 404 or 405
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    if site not in {"same-origin", "none"} or (origin and origin != request.host_url.rstrip("/")):
        raise Forbidden("This form came from another site, so nothing was saved.")
    csrf.protect()


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != FRONT_DOOR:
        response.headers["X-Robots-Tag"] = "noindex"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = _from_then_on_tls()
    if "no-store" in response.headers["Cache-Control"]:
        response.headers.setdefault("Vary", "Cookie")
    return response


def _from_then_on_tls() -> str:
    settings: Settings = current_app.extensions["settings"]
    return "max-age=31536000" + ("; includeSubDomains" if settings.hsts_subdomains else "")
