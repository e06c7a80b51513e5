"""Make `.venv` from the lock, on a machine that has only Python with pip.

Debian splits `ensurepip` off into python3-venv. A virtual environment without its own pip is enough for us: the pip
of the running Python installs into it from outside (`pip --python`).
"""

import importlib.util
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"


def fail(message: str) -> None:
    """End with a message that tells what to do."""
    sys.exit(f"set-up: {message}")


def main() -> None:
    """Make the environment, install the lock into it, then the package itself."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs before anything checked the version
        fail(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}; name another with make PYTHON=...")
    if importlib.util.find_spec("venv") is None:
        fail("this Python has no venv module; install the package python3-venv")
    if importlib.util.find_spec("pip") is None:
        fail("this Python has no pip; install the package python3-pip")
    print("set-up: making .venv (once; later runs need no network)", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], check=True)
    inside = VENV / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(inside), "--disable-pip-version-check", "install", "-q"]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements-dev.txt")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    (VENV / ".installed").touch()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        fail(f"this step failed: {' '.join(str(part) for part in error.cmd)}")
