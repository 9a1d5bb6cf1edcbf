"""Reading EMAIL_URL, the address of the mail server."""

from urllib.parse import unquote, urlsplit


def parse_email_url(url: str) -> dict[str, object]:
    """Turn `smtp://user:password@host:port` (`smtp+tls`, `smtps`) into Django's mail settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+tls", "smtps"} or not parts.hostname:
        raise ValueError("EMAIL_URL must look like smtp://user:password@host:587 (smtp, smtp+tls or smtps)")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtps": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }
