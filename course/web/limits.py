"""What the throttle of ``records`` needs from a request, and its answer as a page."""

from datetime import datetime
from ipaddress import ip_address, ip_network

from flask import request
from werkzeug.exceptions import TooManyRequests

from course.web.words import clock_time


def address_of_visitor() -> str:
    """Return the network a request came from: /24 of IPv4, /48 of IPv6."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def too_many(until: datetime) -> TooManyRequests:
    """Return the 429 that says when to try again."""
    return TooManyRequests(f"You can try again at {clock_time(until)}.", retry_after=until)
