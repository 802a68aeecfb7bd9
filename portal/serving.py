"""Running one portal with uvicorn.  Forwarded headers count only from listed proxies, never from ``*``."""

from __future__ import annotations

import socket
from pathlib import Path

import uvicorn

from access.subjects import Zone
from indexer.extraction import ExtractionPool
from portal.apps import create_app
from portal.settings import Settings, SettingsError
from portal.wiring import open_house


def serve_zone(settings: Settings, zone: Zone, host: str, port: int) -> None:
    """Serve until told to stop.  ``SettingsError`` when nobody can listen at this address."""
    with _listening(host, port) as door, ExtractionPool(workers=2) as pool:

        def page_image(path: Path, number: int) -> bytes:
            return pool.page_png(path, number, width=1100)

        app = create_app(open_house(settings, zone, page_image))
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies or None,
            timeout_graceful_shutdown=5,
        )
        uvicorn.Server(config).run(sockets=[door])


def _listening(host: str, port: int) -> socket.socket:
    """The socket, bound before anything else is opened: the server itself would end with a code that means refusal."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as reason:
        raise SettingsError(f"不能在 {host}:{port} 监听：{reason.strerror}。请换一个地址或端口。") from reason
