"""Addresses at which a dashboard can be visited: those a person can open, best first."""

from __future__ import annotations

import ipaddress
import re
import socket
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

import psutil

from attune_dashboard.serving import Serving

EVERYWHERE = ("", "0.0.0.0", "::")
"""Hosts that stand for all addresses of the machine. They are to answer at, not to visit."""
LOCAL = ("localhost", "127.0.0.1", "::1")
"""Hosts that only the machine itself can visit."""
DEFAULT_PORT = {"http": 80, "https": 443}
_VIRTUAL = re.compile(
    r"(tun|tap|utun|ppp|wg|ipsec|gpd|nordlynx|tailscale|zt|docker|podman|br-|veth|virbr|vmnet"
    r"|vnic|vboxnet|lxc|cni|flannel|vethernet)"
    r"|.*(vpn|virtual|vmware|hyper-v|wireguard|tailscale|zerotier|wintun)",
    re.IGNORECASE,
)
"""Names of network interfaces that lead into a tunnel or a container, not into the room."""


def url(host: str, port: int, path: str = "/") -> str:
    """An address for the browser; IPv6 stands in brackets.

    Args:
        host: name or address.
        port: left out where it is the usual one.
        path: with its leading slash.
    """
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}{'' if port == DEFAULT_PORT['http'] else f':{port}'}{path}"


def is_private(told: Serving) -> bool:
    """Whether only this machine can visit a dashboard, and through no proxy."""
    return told.host in LOCAL and not told.address


def is_here(origin: str) -> bool:
    """Whether a page is looked at on this machine, as far as its browser tells.

    Args:
        origin: scheme, host and port of the page; empty if unknown.
    """
    return not origin or urlsplit(origin).hostname in LOCAL


def own(host: str, port: int) -> str:
    """The address at which this machine's own browser finds a dashboard.

    Args:
        host: at which it answers.
        port: at which it answers.
    """
    return url({"": "localhost", "0.0.0.0": "localhost", "::": "::1"}.get(host, host), port)


def others(host: str, port: int) -> list[str]:
    """The addresses at which other machines may find a dashboard, likeliest first.

    Args:
        host: at which it answers; for a LOCAL one there are none.
        port: at which it answers.
    """
    if host in LOCAL:
        return []
    if host not in EVERYWHERE:
        return [url(host, port)]
    versions = {"": (4, 6), "0.0.0.0": (4,), "::": (6,)}[host]
    return [url(str(found), port) for found in machine() if found.version in versions]


def visitors(serving: Serving, origin: str, prefix: str) -> list[str]:
    """Where other people find a dashboard, likeliest first, each without its last slash.

    Args:
        serving: what its start was told. An address that was declared is the only one.
        origin: of the page that asks, as its browser names it; may be empty.
        prefix: path under which that page is served.
    """
    if serving.address:
        return [serving.address]
    host = urlsplit(origin).hostname
    came_by = [origin + prefix] if host and host not in LOCAL else []
    found = [link.rstrip("/") for link in others(serving.host, serving.port)]
    return [*came_by, *(link for link in found if link not in came_by)]


def machine() -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """This machine's addresses in networks, likeliest first; sends nothing.

    Those of a room's network come before those of a tunnel or of containers, also where a tunnel
    is the way to the internet. Link-local IPv6 is left out: browsers cannot open it.
    """
    stats = psutil.net_if_stats()
    routed = _routed()
    found = []
    for name, entries in psutil.net_if_addrs().items():
        if name in stats and not stats[name].isup:
            continue
        for entry in entries:
            if entry.family not in (socket.AF_INET, socket.AF_INET6):
                continue
            address = ipaddress.ip_address(entry.address.partition("%")[0])
            if address.is_loopback or (address.version == 6 and address.is_link_local):
                continue
            tunnel = entry.ptp is not None or _VIRTUAL.match(name) is not None
            rank = (
                address.is_link_local,
                tunnel,
                address.version,
                str(address) != routed,
                not address.is_private,
            )
            found.append((rank, address))
    return [address for _, address in sorted(found, key=lambda pair: pair[0])]


def _routed() -> str:
    """The address from which this machine reaches the internet; asks the routing table only."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address that is kept for documents
            return str(probe.getsockname()[0])
        except OSError:
            return ""


def answers(address: str, patience_s: float = 1.0) -> bool:
    """Whether a dashboard at an address of `own` is ready; never asks through a proxy."""
    direct = build_opener(ProxyHandler({}))
    try:
        with direct.open(f"{address.rstrip('/')}/readyz", timeout=patience_s):
            return True
    except OSError:
        return False
