"""The pages for machines and readers of manuals: health, readiness, metrics, the API's description."""

from collections.abc import Callable
from typing import Any

import msgspec
from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.responses import Response

from .answers import json_answer
from .docs_page import CONTENT_SECURITY_POLICY, docs_page
from .ports import Reads


def service_router(query: Reads, metrics: CollectorRegistry, description: Callable[[], dict[str, Any]]) -> APIRouter:
    """The router of these pages; the description and its page are made once, when first asked for."""
    router = APIRouter(include_in_schema=False)
    pages: dict[str, bytes] = {}

    @router.get("/healthz")
    async def healthz() -> Response:
        return json_answer({"status": "ok"})

    @router.get("/readyz")
    async def readyz() -> Response:
        ready, reasons = await query.ready()
        return json_answer({"ready": ready, "reasons": reasons}, 200 if ready else 503)

    @router.get("/metrics")
    async def metrics_page() -> Response:
        return Response(generate_latest(metrics), headers={"Content-Type": CONTENT_TYPE_LATEST})

    @router.get("/openapi.json")
    async def openapi() -> Response:
        if "openapi" not in pages:
            pages["openapi"] = msgspec.json.encode(description())
        return Response(pages["openapi"], media_type="application/json")

    @router.get("/docs")
    async def docs() -> Response:
        if "docs" not in pages:
            pages["docs"] = docs_page(description()).encode()
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY, "X-Content-Type-Options": "nosniff"}
        return Response(pages["docs"], media_type="text/html; charset=utf-8", headers=headers)

    return router
