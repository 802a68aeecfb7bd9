"""Running one portal with uvicorn.  Forwarded headers count only from listed proxies, never from ``*``."""

from __future__ import annotations

from pathlib import Path

import uvicorn

from access.subjects import Zone
from indexer.extraction import ExtractionPool
from portal.apps import create_app
from portal.settings import Settings
from portal.wiring import open_house


def serve_zone(settings: Settings, zone: Zone, host: str, port: int) -> None:
    """Serve until told to stop."""
    with ExtractionPool(workers=2) as pool:

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
        uvicorn.Server(config).run()
