import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from epp_gateway.app.log_chain import GENESIS, HEAD, files, follows, last_line, seal, split, verify
from epp_gateway.app.log_search import Filters, search, since
from epp_gateway.app.logs import FIELDS, MASK, SessionLog
from epp_gateway.model.secret import Secret

START = datetime(2027, 1, 31, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.instant = START

    def __call__(self):
        return self.instant

    def forward(self, **delta):
        self.instant += timedelta(**delta)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "log"


@pytest.fixture
def log(folder, clock):
    log = SessionLog(folder, clock)
    yield log
    log.close()


def lines(folder):
    return [json.loads(line) for file in files(folder) for line in file.read_bytes().splitlines()]


class TestWriting:
    def test_a_line_is_json_with_the_fields_in_their_order(self, log, folder):
        log.logger.info("command", **{name: name for name in FIELDS[3:]})
        (line,) = lines(folder)
        assert list(line) == [*FIELDS, "hash"]
        assert (line["ts"], line["level"], line["event"]) == ("2027-01-31T12:00:00.000Z", "info", "command")

    def test_each_utc_day_has_a_file(self, log, folder, clock):
        log.logger.info("one")
        clock.forward(hours=12)
        log.logger.info("two")
        assert [file.name for file in files(folder)] == ["2027-01-31.jsonl", "2027-02-01.jsonl"]

    def test_a_clock_that_is_set_back_does_not_reopen_an_older_day(self, log, folder, clock):
        log.logger.info("one")
        clock.forward(days=-2)
        log.logger.info("two")
        assert [file.name for file in files(folder)] == ["2027-01-31.jsonl"]
        assert verify(folder) == []

    def test_nor_does_a_restart_on_an_earlier_day(self, folder, clock):
        for days in (0, -3):
            clock.forward(days=days)
            log = SessionLog(folder, clock)
            log.logger.info("one")
            log.close()
        assert [file.name for file in files(folder)] == ["2027-01-31.jsonl"]
        assert verify(folder) == []

    def test_lines_below_the_level_are_not_written(self, log, folder):
        log.logger.debug("frame")
        assert files(folder) == []

    def test_at_level_debug_frames_are_written(self, folder, clock):
        log = SessionLog(folder, clock, "debug")
        log.logger.debug("frame", frame="<epp/>")
        log.close()
        assert lines(folder)[0]["frame"] == "<epp/>"

    def test_what_json_does_not_know_is_written_as_text(self, log, folder):
        log.logger.info("odd", object=datetime(2027, 1, 1, tzinfo=UTC), reason=ValueError("no"))
        assert lines(folder)[0]["reason"] == "no"

    def test_a_line_break_in_a_value_makes_no_second_line(self, log, folder):
        log.logger.info("odd", reason='one\n{"event": "forged"}\u2028three')
        assert len(files(folder)[0].read_bytes().splitlines()) == 1
        assert verify(folder) == []

    def test_an_exception_leaves_its_trace(self, log, folder):
        try:
            int("boom")
        except ValueError:
            log.logger.exception("failed")
        assert "ValueError: invalid literal" in lines(folder)[0]["exception"]


class Message(msgspec.Struct):
    code: Secret


class TestSecrets:
    PLANTED = "hunter2-planted"

    @pytest.mark.parametrize(
        "fields",
        [
            {"object": Secret(PLANTED)},
            {"password": PLANTED},
            {"auth_code": PLANTED},
            {"Authorization": f"Bearer {PLANTED}"},
            {"token": {"deep": PLANTED}},
            {"headers": {"authorization": PLANTED}},
            {"values": [{"pw": PLANTED}, Secret(PLANTED)]},
            {"values": {"x": (Secret(PLANTED),)}},
            {"values": {Secret(PLANTED)}},
            {"message": Message(Secret(PLANTED))},
            {"reason": Exception(Secret(PLANTED))},
        ],
    )
    def test_a_secret_never_reaches_the_file(self, log, folder, fields):
        log.logger.info("odd", **fields)
        text = files(folder)[0].read_text("utf-8")
        assert self.PLANTED not in text
        assert MASK in text

    def test_what_is_no_secret_stays(self, log, folder):
        log.logger.info("ok", object="password.com", code=1000, values=["a", None, 1.5, True])
        line = lines(folder)[0]
        assert (line["object"], line["code"], line["values"]) == ("password.com", 1000, ["a", None, 1.5, True])


@pytest.fixture
def chain(folder, clock):
    """Six lines over three days and two runs."""
    for _run in range(2):
        log = SessionLog(folder, clock)
        for number in range(3):
            log.logger.info("command", code=1000 + number)
            clock.forward(hours=11)
        log.close()
    assert len(files(folder)) == 3
    return folder


class TestChain:
    def test_it_goes_on_over_days_and_restarts(self, chain):
        assert verify(chain) == []
        assert len(lines(chain)) == 6

    def test_an_empty_log_is_whole(self, folder):
        folder.mkdir()
        assert verify(folder) == []

    def test_a_log_just_opened_is_whole(self, log, folder):
        assert verify(folder) == []

    @pytest.mark.parametrize("number", range(6))
    def test_a_line_cut_out_shows(self, chain, number):
        self._edit(chain, lambda line, at: b"" if at == number else line)
        assert verify(chain)

    @pytest.mark.parametrize("number", range(6))
    def test_a_line_changed_shows_at_its_place(self, chain, number):
        self._edit(chain, lambda line, at: line.replace(b'"code":', b'"Code":') if at == number else line)
        (problem,) = verify(chain)
        file = files(chain)[0 if number < 2 else 1 if number < 4 else 2]
        assert problem.startswith(f"{file}:{number % 2 + 1}: does not follow")

    def test_a_line_added_shows(self, chain):
        self._edit(chain, lambda line, at: line + seal(GENESIS, b'{"event":"forged"}')[1] if at == 3 else line)
        assert verify(chain)

    def test_lines_swapped_show(self, chain):
        file = files(chain)[0]
        one, two = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(two + one)
        assert verify(chain)

    @pytest.mark.parametrize("number", range(3))
    def test_a_day_taken_away_shows(self, chain, number):
        files(chain)[number].unlink()
        assert verify(chain)

    def test_everything_taken_away_but_the_head_shows(self, chain):
        for file in files(chain):
            file.unlink()
        (problem,) = verify(chain)
        assert problem.startswith(str(chain / HEAD))

    def test_a_head_taken_away_shows(self, chain):
        (chain / HEAD).unlink()
        assert len(verify(chain)) == 1

    def test_the_end_cut_off_shows_even_after_the_next_start(self, chain, clock):
        last = files(chain)[-1]
        last.write_bytes(b"".join(last.read_bytes().splitlines(keepends=True)[:-1]))
        assert len(verify(chain)) == 1
        log = SessionLog(chain, clock)
        log.logger.info("next")
        log.close()
        (problem,) = verify(chain)
        assert "does not follow the line before it" in problem

    def test_a_kill_between_the_line_and_the_head_breaks_nothing(self, chain, clock):
        before = split(last_line(files(chain)[-1])[0])[1]
        log = SessionLog(chain, clock)
        log.logger.info("next")
        log.close()
        (chain / HEAD).write_text(before)
        assert verify(chain) == []
        log = SessionLog(chain, clock)
        log.logger.info("after")
        log.close()
        assert verify(chain) == []

    def test_a_line_half_written_is_taken_away_and_told(self, chain, clock):
        with files(chain)[-1].open("ab") as stream:
            stream.write(b'{"ts":"2027')
        log = SessionLog(chain, clock)
        log.close()
        assert verify(chain) == []
        assert (lines(chain)[-1]["event"], lines(chain)[-1]["bytes"]) == ("log-torn", 11)

    def test_a_first_line_half_written_is_taken_away(self, folder, clock):
        folder.mkdir()
        (folder / "2027-01-31.jsonl").write_bytes(b'{"ts"')
        SessionLog(folder, clock).close()
        assert verify(folder) == []

    def test_a_last_line_longer_than_a_block_is_found(self, folder, clock):
        for _run in range(2):
            log = SessionLog(folder, clock)
            log.logger.info("long", reason="x" * 200_000)
            log.close()
        assert verify(folder) == []
        assert follows(split(last_line_but_one(folder))[1], last_line(files(folder)[-1])[0])

    def test_a_full_disk_loses_lines_and_says_so_later(self, log, folder, capsys):
        log.logger.info("one")
        original, log._file = log._file, Path("/dev/full").open("ab", buffering=0)  # noqa: SIM115 - closed below
        log.logger.info("two")
        log._file.close()
        log._file = original
        log.logger.info("three")
        assert [line["event"] for line in lines(folder)] == ["one", "three", "log-lost"]
        assert "1 lines could not be written" in lines(folder)[-1]["reason"]
        assert verify(folder) == []
        assert "No space left" in capsys.readouterr().err

    def test_standard_error_on_the_same_full_disk_stops_nothing(self, log, folder, monkeypatch):
        log.logger.info("one")
        log._file.close()
        with Path("/dev/full").open("ab", buffering=0) as full:
            monkeypatch.setattr("sys.stderr", SimpleNamespace(write=lambda text: full.write(text.encode())))
            log._file = full
            log.logger.info("two")
        assert log.lost == 1

    @staticmethod
    def _edit(folder, change):
        at = 0
        for file in files(folder):
            kept = file.read_bytes().splitlines(keepends=True)
            file.write_bytes(b"".join(change(line, at + number) for number, line in enumerate(kept)))
            at += len(kept)


def last_line_but_one(folder):
    return files(folder)[-1].read_bytes().splitlines()[-2]


class TestSearch:
    @pytest.fixture
    def told(self, log, folder, clock):
        log.logger.info("command", registry="verisign", session="s1", object="example.com", operation="op1", code=1000)
        log.logger.info(
            "command", account="jprs", session="s2", object="example.jp,example.com", operation="op2", code=2303
        )
        clock.forward(days=1, milliseconds=500)
        log.logger.info("other", registry="verisign", session="s1", object="notexample.com", code=1000)
        return folder

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({}, [1, 2, 3]),
            ({"domain": "example.com"}, [1, 2]),
            ({"domain": "example.jp"}, [2]),
            ({"operation": "op2"}, [2]),
            ({"registry": "verisign"}, [1, 3]),
            ({"registry": "jprs"}, [2]),
            ({"session": "s1"}, [1, 3]),
            ({"code": 2303}, [2]),
            ({"code": 1000, "domain": "example.com"}, [1]),
            ({"since": "2027-02-01T00:00:00.000Z"}, [3]),
            ({"since": "2027-02-01T12:00:00.500Z"}, [3]),
            ({"since": "2027-02-01T12:00:00.501Z"}, []),
            ({"domain": "nobody.com"}, []),
        ],
    )
    def test_only_lines_that_match_everything_are_given(self, told, filters, found):
        every = [line for _, line in search(told, Filters())]
        assert [every.index(line) + 1 for _, line in search(told, Filters(**filters))] == found

    def test_a_line_is_given_as_it_was_written(self, told):
        raw, values = next(iter(search(told, Filters())))
        assert json.loads(raw) == values
        assert raw in files(told)[0].read_bytes()

    def test_what_is_no_json_is_passed_over(self, told):
        with files(told)[-1].open("ab") as stream:
            stream.write(b"rubbish\n[1]\n")
        assert len(list(search(told, Filters()))) == 3

    def test_an_absent_folder_holds_nothing(self, tmp_path):
        assert list(search(tmp_path / "none", Filters())) == []

    def test_following_gives_what_is_written_meanwhile_in_new_files_too(self, told, log, clock):
        steps = iter([lambda: log.logger.info("four"), lambda: clock.forward(days=1), lambda: log.logger.info("five")])

        def wait():
            if (step := next(steps, None)) is None:
                return False
            step()
            return True

        assert [line["event"] for _, line in search(told, Filters(), wait=wait)][3:] == ["four", "five"]

    def test_following_waits_for_the_end_of_a_line(self, told):
        file = files(told)[-1]
        parts = iter([b'{"event":', b'"late"}\n'])

        def wait():
            part = next(parts, None)
            with file.open("ab") as stream:
                stream.write(part or b"")
            return part is not None

        assert [line["event"] for _, line in search(told, Filters(), wait=wait)][3:] == ["late"]


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("15m", "2027-01-31T11:45:00.000Z"),
        ("2h", "2027-01-31T10:00:00.000Z"),
        ("3d", "2027-01-28T12:00:00.000Z"),
        ("30s", "2027-01-31T11:59:30.000Z"),
        ("2027-01-01", "2027-01-01T00:00:00.000Z"),
        ("2027-01-01T09:00:00+09:00", "2027-01-01T00:00:00.000Z"),
    ],
)
def test_since_takes_a_day_an_instant_or_an_age(text, instant):
    assert since(text, START) == instant


def test_since_takes_nothing_else():
    with pytest.raises(ValueError, match="`yesterday` is no day, no instant and no age"):
        since("yesterday", START)
