"""What every page tells the browser: load nothing from elsewhere, run nothing, keep nothing."""

from django.http import HttpResponse

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'{images}; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Of our own pages' addresses nobody else hears; Django's check of forms needs them within the site.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}


def protect(response: HttpResponse, *, embeds_images: bool = False, keeps: bool = False) -> HttpResponse:
    """Return *response* with the headers.

    Args:
        response: a page, a picture or a style sheet.
        embeds_images: the page holds pictures in itself, as what was revealed in this one answer.
        keeps: the browser may keep it; true of nothing that says anything about anybody.
    """
    response["Content-Security-Policy"] = _POLICY.format(images=" data:" if embeds_images else "")
    for name, value in _ALWAYS.items():
        response[name] = value
    if not keeps:
        response["Cache-Control"] = "no-store"
    return response
