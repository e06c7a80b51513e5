"""The demonstration as a person and as a script start it."""

import json
import signal
import subprocess
import sys
import time
from urllib import request

STEPS = ("check", "create", "info", "renew", "lock", "transfer out", "transfer in", "lost reply", "cancellation")


def test_the_demonstration_tells_nine_steps_that_all_agree(tmp_path) -> None:
    file = tmp_path / "demo.json"
    command = [sys.executable, "-m", "epp_gateway", "demo", "--json", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    steps = json.loads(file.read_text("utf-8"))["steps"]
    assert [set(step) for step in steps] == [{"step", "request", "expected", "got", "ok"}] * 9
    assert all(step["ok"] is True for step in steps)
    assert all(name in step["step"] for name, step in zip(STEPS, steps, strict=True))
    assert "002 別記3-1-2" in steps[5]["got"]
    assert "reconciling" in steps[7]["got"]


def test_kept_running_it_can_be_used_until_interrupted(tmp_path) -> None:
    file = tmp_path / "demo.json"
    command = [sys.executable, "-m", "epp_gateway", "demo", "--keep", "--json", str(file)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 60
        while not file.exists():
            assert process.poll() is None
            assert time.monotonic() < ends
            time.sleep(0.1)
        running = json.loads(file.read_text("utf-8"))["running"]
        asked = request.Request(f"{running['api']}/v1/domains", method="POST", data=b'{"name": "kept-alive.com"}')
        asked.add_header("Authorization", f"Bearer {running['panel_token']}")
        asked.add_header("Content-Type", "application/json")
        asked.add_header("Idempotency-Key", "kept")
        with request.urlopen(asked, timeout=30) as answer:
            assert answer.status == 201
        assert set(running["simulators"]) == {"verisign", "jprs"}
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
