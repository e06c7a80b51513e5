import fcntl
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from epp_gateway import __version__
from epp_gateway.app.cli import SHELLS, app
from epp_gateway.app.clock import SystemClock
from epp_gateway.app.logs import SessionLog
from epp_gateway.resources import folder

PANEL = {"EPP_GATEWAY_TOKEN": "egw_token"}
REFUSED = {
    "title": "refused by policy",
    "detail": "a transfer out is not possible yet",
    "operation": {
        "id": "op1",
        "type": "domain.transfer.out",
        "object": "example.com",
        "state": "refused",
        "decision": {
            "rules": [
                {"id": "r60", "effect": "refuse", "cite": ["002 別記3-1-2"], "message": {"en": "Too young.", "ja": ""}}
            ],
            "earliest": "2027-03-01",
            "needs": ["fact:contract.start"],
        },
    },
}


def run(*args, env=None, **options):
    return CliRunner().invoke(app, [*map(str, args)], env=env, prog_name="epp-gateway", **options)


def python(*args):
    command = [sys.executable, *args]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)


def commands(group=None, before=()):
    """Every command there is, as the words that call it."""
    group = group or typer.main.get_command(app)
    for name, command in group.commands.items():
        yield (*before, name)
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))


class TestHelp:
    @pytest.mark.parametrize("words", list(commands()), ids=" ".join)
    def test_every_command_has_help_with_an_example_of_itself(self, words):
        shown = run(*words, "--help", env={"COLUMNS": "200"})
        assert shown.exit_code == 0
        assert f"epp-gateway {words[0]}" in shown.output.partition("Example:")[2]

    def test_the_interfaces_commands_are_there(self):
        wanted = "serve simulate demo check-config log log-verify policy-explain policy-test policy-decide panel-add "
        wanted += (
            "panel-rotate panel-list domain-info domain-check domain-create domain-renew domain-transfer domain-lock "
        )
        wanted += "operation-show operation-list operation-release operation-reject completion"
        assert set(wanted.split()) <= {"-".join(words) for words in commands()}

    def test_the_version_is_shown(self):
        assert run("--version").output == f"epp-gateway {__version__}\n"

    def test_python_m_is_the_same_program_and_answers_quickly(self):
        begun = time.perf_counter()
        done = python("-m", "epp_gateway", "--help")
        assert "Usage: epp-gateway" in done.stdout
        assert time.perf_counter() - begun < 5

    def test_help_imports_nothing_heavy(self):
        heavy = ["trio", "fastapi", "lxml", "structlog", "cryptography", "xmlschema"]
        probe = f"import sys; from epp_gateway.app import cli; print([m for m in {heavy} if m in sys.modules])"
        done = python("-c", probe)
        assert done.stdout == "[]\n"

    @pytest.mark.parametrize("shell", SHELLS)
    def test_completion_prints_a_script_for_each_shell(self, shell):
        shown = run("completion", shell)
        assert shown.exit_code == 0
        assert "epp-gateway" in shown.output

    def test_an_unknown_shell_is_bad_usage(self):
        assert run("completion", "tcsh").exit_code == 2

    @pytest.mark.parametrize(
        "args", [["nonsense"], ["check-config", "--nonsense"], ["domain", "renew", "example.com"], []]
    )
    def test_bad_usage_ends_with_2(self, args):
        assert run(*args).exit_code == 2


class TestCheckConfig:
    def test_a_right_one_is_ok(self, configuration):
        shown = run("check-config", configuration.file, env=configuration.environ)
        assert (shown.exit_code, shown.stdout, shown.stderr) == (0, "OK\n", "")

    def test_every_mistake_is_on_standard_error_and_ends_with_2(self, configuration):
        configuration.gateway("[log]", "[logs]")
        configuration.registry('["com"]', "[]")
        shown = run("check-config", configuration.file, env=configuration.environ)
        assert (shown.exit_code, shown.stdout) == (2, "")
        assert [
            line.partition(" ")[0].removeprefix(f"{configuration.folder}/") for line in shown.stderr.splitlines()
        ] == [
            "gateway.toml:5:",
            "registries/alpha.toml:4:",
        ]

    def test_mistakes_in_packs_are_mistakes(self, configuration):
        configuration.write("packs/bad.toml", "[policy]\n")
        configuration.gateway("folders = []", 'folders = ["packs"]')
        shown = run("check-config", configuration.file, env=configuration.environ)
        assert shown.exit_code == 2
        assert "bad.toml:" in shown.stderr

    def test_as_json(self, configuration):
        shown = run("check-config", configuration.file, "--json", env={"SEAL": "", "PASSWORD": ""})
        assert shown.exit_code == 2
        document = json.loads(shown.stdout)
        assert document["ok"] is False
        assert len(document["mistakes"]) == 2

    def test_where_there_are_no_secrets_the_form_can_be_checked(self):
        shown = run("check-config", folder("config") / "gateway.toml", "--without-secrets")
        assert (shown.exit_code, shown.stdout) == (0, "OK\n"), shown.stderr

    def test_a_bad_configuration_ends_every_local_command_with_2(self, configuration):
        configuration.gateway("[log]", "[logs]")
        for words in (["serve"], ["log"], ["log", "verify"], ["panel", "list"], ["policy", "test"]):
            shown = run(*words, "--config", configuration.file, env=configuration.environ)
            assert shown.exit_code == 2
            assert "logs: is not a known key" in shown.stderr


@pytest.fixture
def logged(configuration):
    log = SessionLog(configuration.folder / "log", SystemClock().now)
    log.logger.info("command", registry="alpha", object="example.com", code=1000)
    log.logger.info("command", registry="alpha", object="xn--r8jz45g.jp", code=2303)
    log.close()
    return configuration


class TestLog:
    def test_it_shows_lines_for_people(self, logged):
        shown = run("log", "--config", logged.file)
        assert shown.exit_code == 0
        assert "registry=alpha  object=example.com  code=1000" in shown.stdout

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            (["--domain", "Example.COM"], 1),
            (["--domain", "例え.jp"], 1),
            (["--code", "2303"], 1),
            (["--registry", "alpha", "--since", "1h"], 2),
            (["--since", "2999-01-01"], 0),
            (["--session", "s9"], 0),
            (["--operation", "o9"], 0),
        ],
    )
    def test_filters_choose_lines_and_json_gives_them_as_written(self, logged, filters, found):
        shown = run("log", *filters, "--json", "--config", logged.file)
        assert shown.exit_code == 0
        assert [json.loads(line)["event"] for line in shown.stdout.splitlines()] == ["command"] * found

    @pytest.mark.parametrize("filters", [["--since", "soon"], ["--domain", "a..b"]])
    def test_a_filter_that_is_none_is_bad_usage(self, logged, filters):
        shown = run("log", *filters, "--config", logged.file)
        assert shown.exit_code == 2
        assert shown.stderr.startswith(f"{filters[0]}: ")

    def test_verify_says_that_nothing_is_missing(self, logged):
        shown = run("log", "verify", "--config", logged.file)
        assert (shown.exit_code, shown.stdout) == (0, f"OK: {logged.folder / 'log'}\n")

    def test_verify_ends_with_1_when_something_is(self, logged):
        (file,) = (logged.folder / "log").glob("*.jsonl")
        file.write_bytes(file.read_bytes().partition(b"\n")[2])
        shown = run("log", "verify", "--json", "--config", logged.file)
        assert shown.exit_code == 1
        assert json.loads(shown.stdout)["problems"] == shown.stderr.splitlines()


class TestPolicy:
    def test_test_counts_what_the_shipped_packs_hold(self):
        shown = run("policy", "test", "--json")
        assert shown.exit_code == 0, shown.stderr
        packs = json.loads(shown.stdout)["packs"]
        assert packs
        for pack in packs:
            assert set(pack) == {"id", "version", "rules", "examples", "failed"}
            assert pack["failed"] == 0

    def test_one_pack_can_be_chosen(self):
        pack = json.loads(run("policy", "test", "--json").stdout)["packs"][0]
        assert run("policy", "test", pack["id"]).stdout.startswith(f"{pack['id']} {pack['version']}: ")

    def test_a_pack_that_is_not_there_is_bad_usage(self):
        assert run("policy", "test", "nonesuch").exit_code == 2

    def test_a_rule_is_explained(self):
        rule = "ntt.transfer-out.60-days"
        assert json.loads(run("policy", "explain", rule, "--json").stdout)["id"] == rule
        assert "002 別記3-1-2" in run("policy", "explain", rule).stdout

    def test_a_rule_that_is_not_there_ends_with_1(self):
        shown = run("policy", "explain", "nonesuch")
        assert shown.exit_code == 1
        assert "there is no rule `nonesuch`" in shown.stderr

    def test_decide_reads_a_question_and_prints_a_decision(self):
        question = {"op": "transfer_out.request", "name": "example.com", "at": "2027-01-31T00:00:00Z", "facts": {}}
        shown = run("policy", "decide", input=json.dumps(question))
        assert shown.exit_code == 0, shown.stderr
        assert {"effect", "rules", "displaced", "earliest", "needs", "packs"} <= json.loads(shown.stdout).keys()

    @pytest.mark.parametrize(("text", "reason"), [("{", "is no JSON"), ("[]", "$: "), ('{"nome": 1}', "$.nome: ")])
    def test_a_question_that_is_none_is_bad_usage(self, text, reason):
        shown = run("policy", "decide", input=text)
        assert shown.exit_code == 2
        assert reason in shown.stderr


class TestPanel:
    @pytest.fixture
    def panel(self, configuration):
        return lambda *words: run("panel", *words, "--config", configuration.file, env=configuration.environ)

    def test_a_token_stands_alone_on_standard_output_and_is_not_listed(self, panel):
        added = panel("add", "azpocket", "--scope", "read")
        assert added.exit_code == 0, added.stderr
        token = added.stdout.strip()
        assert token.startswith("egw_")
        assert "not shown again" in added.stderr
        listed = panel("list", "--json").stdout
        assert json.loads(listed)["panels"]["azpocket"][0]["scopes"] == "read"
        assert token not in listed
        assert "digest" not in listed

    def test_rotating_gives_another_token(self, panel):
        first = panel("add", "azpocket").stdout
        second = panel("rotate", "azpocket", "--json")
        assert json.loads(second.stdout)["token"] != first.strip()
        assert "revoked_at: 2" in panel("list").stdout

    def test_a_panel_is_added_once(self, panel):
        panel("add", "azpocket")
        shown = panel("add", "azpocket")
        assert (shown.exit_code, shown.stdout) == (1, "")
        assert "there is a panel `azpocket` already" in shown.stderr

    @pytest.mark.parametrize("words", [("add", "AZ"), ("add", "azpocket", "--scope", "all")])
    def test_what_is_no_panel_or_scope_is_bad_usage(self, panel, words):
        assert panel(*words).exit_code == 2

    def test_a_panel_that_is_not_there_cannot_rotate(self, panel):
        assert panel("rotate", "nobody").exit_code == 1

    def test_while_the_gateway_runs_it_says_so(self, panel, configuration):
        panel("list")
        with (configuration.folder / "journal.sqlite.lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shown = panel("list")
        assert shown.exit_code == 1
        assert "a gateway that runs keeps its store to itself: stop it first" in shown.stderr

    def test_there_may_be_no_panels(self, panel):
        assert panel("list").stdout == "there are no panels yet\n"


@pytest.fixture
def call(fake):
    """Run a client command against the fake gateway; gives the result and what the gateway was asked."""

    def call(*words, **options):
        shown = run(*words, "--url", fake.url, env=PANEL, **options)
        return shown, [asked[:3] for asked in fake.asked]

    return call


class TestDomain:
    @pytest.mark.parametrize(
        ("words", "asked"),
        [
            (["domain", "info", "例え.jp"], ("GET", "/v1/domains/%E4%BE%8B%E3%81%88.jp", None)),
            (["domain", "info", "a.com", "--fresh"], ("GET", "/v1/domains/a.com?fresh=true", None)),
            (["domain", "check", "a.com", "b.jp"], ("POST", "/v1/domain-checks", {"names": ["a.com", "b.jp"]})),
            (["domain", "create", "a.com"], ("POST", "/v1/domains", {"name": "a.com"})),
            (
                [
                    "domain",
                    "create",
                    "a.com",
                    "--period",
                    "2y",
                    "--ns",
                    "ns1.b.net",
                    "--ns",
                    "ns1.a.com=192.0.2.1,::1",
                    "--contact",
                    "registrant=c1",
                    "--dry-run",
                ],
                (
                    "POST",
                    "/v1/domains?dry_run=true",
                    {
                        "name": "a.com",
                        "period": {"value": 2, "unit": "y"},
                        "nameservers": [
                            {"name": "ns1.b.net", "addresses": []},
                            {"name": "ns1.a.com", "addresses": ["192.0.2.1", "::1"]},
                        ],
                        "contacts": {"registrant": "c1"},
                    },
                ),
            ),
            (
                ["domain", "renew", "a.com", "--expiry", "2027-01-31", "--period", "1y"],
                (
                    "POST",
                    "/v1/domains/a.com/renewals",
                    {"current_expiry": "2027-01-31", "period": {"value": 1, "unit": "y"}},
                ),
            ),
            (["domain", "transfer", "a.com", "--out"], ("POST", "/v1/domains/a.com/transfers", {"direction": "out"})),
            (["domain", "transfer", "a.com", "--status"], ("GET", "/v1/domains/a.com/transfers/latest", None)),
            (
                ["domain", "transfer", "a.com", "--answer", "approve"],
                ("POST", "/v1/domains/a.com/transfers/latest/approve", {}),
            ),
            (
                ["domain", "transfer", "a.com", "--answer", "cancel"],
                ("DELETE", "/v1/domains/a.com/transfers/latest", None),
            ),
            (["domain", "lock", "a.com"], ("GET", "/v1/domains/a.com/lock", None)),
            (
                ["domain", "lock", "a.com", "--status", "clientHold", "--gateway-lock", "--reason", "why"],
                ("PUT", "/v1/domains/a.com/lock", {"statuses": ["clientHold"], "gateway_lock": True, "reason": "why"}),
            ),
            (
                ["domain", "lock", "a.com", "--clear", "--no-gateway-lock"],
                ("PUT", "/v1/domains/a.com/lock", {"statuses": [], "gateway_lock": False, "reason": ""}),
            ),
            (["operation", "show", "op1"], ("GET", "/v1/operations/op1", None)),
            (["operation", "list", "--state", "held"], ("GET", "/v1/operations?state=held&limit=100", None)),
            (
                ["operation", "release", "op1", "--reason", "seen"],
                ("POST", "/v1/operations/op1/release", {"reason": "seen"}),
            ),
            (["operation", "reject", "op1"], ("POST", "/v1/operations/op1/reject", {"reason": ""})),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else "",
    )
    def test_a_command_is_one_request(self, call, words, asked):
        shown, requests = call(*words)
        assert shown.exit_code == 0, shown.output
        assert requests == [asked]

    def test_a_transfer_in_takes_its_code_from_a_file_or_standard_input(self, call, tmp_path):
        (tmp_path / "code").write_text("Auth-1\n")
        _, requests = call(
            "domain", "transfer", "a.com", "--auth-code-file", tmp_path / "code", "--method", "name-move"
        )
        assert requests[0][2] == {"auth_code": "Auth-1", "method": "name-move"}
        shown, requests = call("domain", "transfer", "a.com", "--auth-code-file", "-", input="Auth-2\n")
        assert requests[1][2] == {"auth_code": "Auth-2"}
        assert "Auth-2" not in shown.output

    def test_a_body_can_come_from_a_file_and_options_go_before_it(self, call):
        body = {"name": "x", "ds": [1], "period": {"value": 9}}
        _, requests = call("domain", "create", "a.com", "--period", "1y", "--body", "-", input=json.dumps(body))
        assert requests[0][2] == {"name": "a.com", "ds": [1], "period": {"value": 1, "unit": "y"}}

    def test_a_write_has_a_key_which_is_shown_so_that_it_can_be_repeated(self, call, fake):
        shown, _ = call("domain", "create", "a.com")
        key = fake.asked[0][3]["Idempotency-Key"]
        assert shown.stderr == f"key: {key}\n"
        call("domain", "create", "a.com", "--key", key)
        assert fake.asked[1][3]["Idempotency-Key"] == key

    @pytest.mark.parametrize(
        "words",
        [
            ["create", "a.com", "--period", "1"],
            ["create", "a.com", "--contact", "registrant"],
            ["create", "a.com", "--body", "/nowhere"],
            ["transfer", "a.com"],
            ["transfer", "a.com", "--out", "--status"],
            ["transfer", "a.com", "--answer", "maybe"],
            ["transfer", "a.com", "--auth-code-file", "/nowhere"],
            ["lock", "a.com", "--clear", "--status", "clientHold"],
        ],
        ids=" ".join,
    )
    def test_bad_usage_sends_nothing(self, call, words):
        shown, requests = call("domain", *words)
        assert (shown.exit_code, requests) == (2, [])

    def test_a_body_that_is_no_object_sends_nothing(self, call):
        shown, requests = call("domain", "create", "a.com", "--body", "-", input="[]")
        assert (shown.exit_code, requests) == (2, [])


class TestAnswers:
    def test_a_refusal_ends_with_1_and_its_article_on_standard_error(self, call, fake):
        fake.status, fake.document = 409, REFUSED
        shown, _ = call("domain", "transfer", "example.com", "--out")
        assert (shown.exit_code, shown.stdout) == (1, "")
        for told in (
            "not possible yet",
            "op1",
            "refuse  r60  (002 別記3-1-2)  Too young.",
            "from: 2027-03-01",
            "contract.start",
        ):
            assert told in shown.stderr

    def test_json_gives_the_document_as_it_came(self, call, fake):
        fake.status, fake.document = 409, REFUSED
        shown, _ = call("operation", "show", "op1", "--json")
        assert shown.exit_code == 1
        assert json.loads(shown.stdout) == REFUSED

    def test_an_operation_that_failed_ends_with_1(self, call, fake):
        fake.document = {"id": "op1", "type": "domain.renew", "object": "a.com", "state": "failed"}
        fake.document["result"] = {"code": 2304, "message": "status prohibits"}
        shown, _ = call("operation", "show", "op1")
        assert (shown.exit_code, shown.stdout) == (1, "")
        assert "op1  domain.renew  a.com  failed  2304  status prohibits" in shown.stderr

    def test_an_operation_on_its_way_is_not_a_failure(self, call, fake):
        fake.status = 202
        fake.document = {"id": "op1", "type": "domain.create", "object": "a.com", "state": "pending", "result": None}
        shown, _ = call("operation", "show", "op1")
        assert (shown.exit_code, shown.stdout) == (0, "op1  domain.create  a.com  pending\n")

    def test_other_documents_are_shown_as_lines(self, call, fake):
        fake.document = {"name": "a.com", "expires": None, "hosts": ["ns1.a.com"], "lock": {"by": "panel"}, "none": []}
        shown, _ = call("domain", "info", "a.com")
        assert shown.stdout == "name: a.com\nhosts:\n  - ns1.a.com\nlock:\n  by: panel\n"

    def test_an_answer_that_says_nothing_is_told_by_its_status(self, call, fake):
        fake.status, fake.document = 500, None
        shown, _ = call("domain", "info", "a.com")
        assert (shown.exit_code, shown.stderr) == (1, "the gateway answered 500\n")

    def test_a_gateway_that_does_not_run_ends_with_1(self):
        shown = run("domain", "info", "a.com", "--url", "http://127.0.0.1:1", env=PANEL)
        assert shown.exit_code == 1
        assert "no gateway answers at http://127.0.0.1:1" in shown.stderr

    def test_no_token_is_bad_usage(self):
        assert run("domain", "info", "a.com", env={"EPP_GATEWAY_TOKEN": ""}).exit_code == 2


class TestSimulate:
    def test_it_prints_one_line_when_it_is_ready_and_ends_when_told(self):
        command = [sys.executable, "-m", "epp_gateway", "simulate", "--profile", "verisign", "--clock", "2027-01-31"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                told = json.loads(process.stdout.readline())
                assert Path(told["ca"]).is_file()
            finally:
                process.terminate()
            assert process.wait(timeout=20) == 0
            assert process.stdout.read() == ""
        assert told["epp"].startswith("127.0.0.1:")
        assert told["control"].startswith("http://127.0.0.1:")
        assert {"clid", "password", "cert", "tlds"} <= told["accounts"][0].keys()

    @pytest.mark.parametrize(
        "words", [["--profile", "nonesuch"], ["--listen", "nowhere"], ["--clock", "soon"], ["--latency", "-1"]]
    )
    def test_options_that_cannot_be_used_are_bad_usage(self, words):
        assert run("simulate", *words).exit_code == 2

    def test_an_address_that_cannot_be_had_ends_with_1(self, fake):
        shown = run("simulate", "--listen", f"127.0.0.1:{fake.server_port}")
        assert shown.exit_code == 1
        assert "in use" in shown.stderr
