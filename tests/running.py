"""How tests run the command: in this process, or as a process that can be killed or has no privileges."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

import pipeline.batch.workers
from pipeline.batch.inputs import Job, reason
from pipeline.batch.task import Receipt, Settings, failure, put
from pipeline.cli.main import main

HERE = Path(__file__).parent
PAGE = "Ол 1995 жылы күшіне енді. Екінші сөйлем.\n"
PATIENCE = 120
UNPRIVILEGED = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def repair(*args: str | Path, stdin: bytes | None = None) -> Result:
    """The command in this process (its workers are processes of their own)."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def stand_in(job: Job, settings: Settings) -> Receipt:
    """A document done without the pipeline, for tests of what is round it; one that says so ends in another way."""
    data = job.source.read_bytes()
    match data.decode().split():
        case ["exit"]:
            os._exit(7)
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["hang"]:
            time.sleep(10 * PATIENCE)
        case ["gate", file]:
            wait_for(Path(file).exists)
        case ["last", count]:
            wait_for(lambda: len(list(settings.output.glob("*.json"))) >= int(count))
        case ["once", marker] if not Path(marker).exists():
            Path(marker).touch()
            os.kill(os.getpid(), signal.SIGKILL)
        case ["die", point, marker] if not Path(marker).exists():
            Path(marker).touch()
            _die_when(point)
    time.sleep(0.005)
    written = json.dumps({"name": job.name, "text": data.decode() * 3}).encode()
    try:
        state = put(job.target, written, settings)
    except OSError as error:
        return failure(job, f"cannot write {job.target.name}: {reason(error)}", retry=True)
    return Receipt(job.name, str(job.source), state, "", sha256(data).hexdigest(), sha256(written).hexdigest(), words=7)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait, however busy the machine is; what does not come within PATIENCE does not come."""
    given_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < given_up
        time.sleep(0.005)


def _die_when(point: str) -> None:
    """Let the next file that this process writes end the whole run at once, as a loss of power would."""
    real = Path.replace

    def end(*_: object) -> None:
        os.killpg(os.getpgrp(), signal.SIGKILL)

    match point:
        case "half-written":
            os.fdopen = lambda handle, mode: (os.write(handle, b'{"name": "'), end())
        case "written":
            os.fsync = end
        case "renamed":
            Path.replace = lambda path, target: (real(path, target), end())


def nothing_to_read(overlays: tuple[Path, ...]) -> None:
    """The tables of the stand-in."""


def stand_in_for_the_pipeline() -> None:
    pipeline.batch.workers.do = stand_in
    pipeline.batch.workers.ready = nothing_to_read


def start(*args: str | Path, user: bool = False) -> subprocess.Popen[str]:
    """The command with the stand-in, as a session of its own; with `user`, one that file permissions hold for even where the
    tests run as root."""
    prefix = UNPRIVILEGED if user and os.geteuid() == 0 else []
    # A shell that starts the tests in the background has them ignore interrupts.
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heard}; import running; running.stand_in_for_the_pipeline(); running.main(prog_name='repair')"
    command = [*prefix, sys.executable, "-c", code, *map(str, args)]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), str(HERE.parent)])}
    return subprocess.Popen(command, env=env, text=True, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(run: subprocess.Popen[str]) -> tuple[int, str]:
    """Exit code and standard error of a command that leaves no traceback."""
    _, said = run.communicate(timeout=PATIENCE)
    assert "Traceback" not in said, said
    return run.returncode, said


def written(folder: Path | str) -> set[str]:
    """The files of an output folder but the tool's own."""
    paths = (path.relative_to(folder) for path in Path(folder).rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if path.parts[0] != ".repair"}


def contents(folder: Path | str) -> dict[str, bytes]:
    return {name: Path(folder, name).read_bytes() for name in written(folder)}


def summary(folder: str = "repaired") -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(folder, ".repair", "run.json").read_text())
    return loaded


def counts(folder: str = "repaired") -> tuple[int, int, int]:
    """Written, unchanged, failed."""
    found = summary(folder)["counts"]
    return found.get("written", 0), found.get("unchanged", 0), found.get("failed", 0)
