"""`epp-gateway demo`: tells the story of a few names, and ends 0 only if everything came as expected."""

import json
import os
import signal
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import trio
from rich.console import Console
from rich.text import Text

from epp_gateway.model.errors import GatewayError

from .clock import SystemClock
from .demo_story import Story, Told
from .town import Town, town


def main(keep: bool, json_file: Path | None) -> int:
    """Run the demonstration.

    Args:
        keep: leave everything running, with its addresses shown, until interrupted.
        json_file: where to write the steps, and with `keep` what is running.

    Returns:
        The exit code: 0 when every step came as expected, else 1.
    """
    console = Console(highlight=False, soft_wrap=True)
    code = 1
    try:
        code = trio.run(partial(_demo, console, keep, json_file))
    except* GatewayError as errors:
        for error in errors.exceptions:
            Console(stderr=True).print(Text(f"demo: {error}", "red"))
    return code


async def _demo(console: Console, keep: bool, json_file: Path | None) -> int:
    """Tell the story, stopping everything that was started whichever way it ends."""
    code = 0 if keep else 1
    with tempfile.TemporaryDirectory(prefix="epp-gateway-demo-") as private, trio.CancelScope() as all_of_it:
        async with trio.open_nursery() as nursery:
            await nursery.start(_heed_signals, all_of_it)
            console.print("Starting a Verisign-style and a JPRS-style registry and the gateway ...")
            async with town(Path(private)) as place:
                told = await _tell(console, Story(place, SystemClock().now))
                code = 0 if all(step.ok for step in told) else 1
                console.print(f"{sum(step.ok for step in told)} of {len(told)} steps came as expected.", style="bold")
                _write(json_file, told, place if keep else None)
                if keep:
                    _show(console, place)
                    await trio.sleep_forever()
            nursery.cancel_scope.cancel()
    return code


async def _heed_signals(
    all_of_it: trio.CancelScope, *, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED
) -> None:
    with trio.open_signal_receiver(signal.SIGINT, signal.SIGTERM) as signals:
        task_status.started()
        async for _signal in signals:
            all_of_it.cancel()
            return


async def _tell(console: Console, story: Story) -> list[Told]:
    await story.prepare()
    told = []
    for number, tell in enumerate(story.steps, 1):
        step = await tell()
        told.append(step)
        mark = Text("ok  ", "green") if step.ok else Text("BAD ", "bold red")
        console.print(mark, Text(f"{number}. {step.step}", "bold"))
        for label, words in (("asked", step.request), ("expected", step.expected), ("got", step.got)):
            console.print(Text(f"      {label:<9}", "dim") + Text(words))
    return told


def _write(file: Path | None, told: list[Told], place: Town | None) -> None:
    """Write the JSON file in one step: a reader sees the old one or the whole new one."""
    if file is None:
        return
    document: dict[str, Any] = {"steps": msgspec.to_builtins(told)}
    if place is not None:
        document["running"] = place.shown()
    fresh = file.with_name(f".{file.name}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", "utf-8")
    os.replace(fresh, file)  # noqa: PTH105 - the atomic one


def _show(console: Console, place: Town) -> None:
    shown = place.shown()
    console.print("\nEverything keeps running until you interrupt it (Ctrl-C).", style="bold")
    console.print(f"  API              {shown['api']}  (documentation at {shown['api']}/docs)")
    console.print(f"  panel's token    {shown['panel_token']}")
    console.print(f"  operator's token {shown['operator_token']}")
    for profile, simulator in shown["simulators"].items():
        console.print(f"  {profile:<16} EPP {simulator['epp']}, control {simulator['control']}")
    console.print(f"  logs             {place.folder / 'log'}")
