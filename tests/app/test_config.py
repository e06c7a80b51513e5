import msgspec
import pytest

from epp_gateway.app.capabilities import BY_DIALECT
from epp_gateway.app.config import SEAL_KEY_LENGTH, load
from epp_gateway.app.config_fields import CLEAR_TEXT_WORDS
from epp_gateway.app.config_shapes import CapabilitiesTable, DeadlinesTable, LimitsTable, PaceTable
from epp_gateway.epp.dialect import DIALECTS
from epp_gateway.journal.sealing import MIN_KEY
from epp_gateway.model.account import Capabilities
from epp_gateway.model.commands import DomainCheck
from epp_gateway.model.errors import ConfigError
from epp_gateway.pool.settings import Deadlines, Endpoint, Limits, Pace
from epp_gateway.resources import folder


def test_a_whole_configuration_becomes_values(configuration):
    config = configuration.load()
    (alpha,) = config.accounts
    assert (config.listen_host, config.listen_port, config.listen_tls) == ("127.0.0.1", 8080, None)
    assert config.store_path == configuration.folder / "journal.sqlite"
    assert config.seal_key.reveal() == configuration.environ["SEAL"]
    assert config.environment == "ote"
    assert alpha.account.clid == alpha.pool.clid == "registrar-a"
    assert alpha.pool.password.reveal() == configuration.environ["PASSWORD"]
    assert alpha.pool.endpoints == (Endpoint(host="epp.example.net", port=700),)
    assert alpha.pool.limits == Limits()
    assert alpha.account.capabilities == Capabilities()


def test_an_ipv6_endpoint_stands_in_brackets(configuration):
    configuration.registry("epp.example.net:700", "[2001:db8::1]:7000")
    assert configuration.load().accounts[0].pool.endpoints == (Endpoint(host="2001:db8::1", port=7000),)


def test_suffixes_are_kept_as_lower_case_a_labels(configuration):
    configuration.registry('["com"]', '["COM", "みんな", "co.jp"]')
    assert configuration.load().accounts[0].account.tlds == ("com", "xn--q9jyb4c", "co.jp")


def test_a_dialect_brings_its_capabilities_and_the_file_overrides_single_ones(configuration):
    configuration.registry("[cred", 'dialect = "jprs"\n[capabilities]\ntransfer_methods = ["name-move"]\n[cred')
    capabilities = configuration.load().accounts[0].account.capabilities
    assert capabilities.transfer_methods == ("name-move",)
    assert capabilities.renew is False
    assert capabilities.postal_types == ("loc", "int")


def test_limits_and_deadlines_override_those_of_the_pool(configuration):
    told = 'full_codes = [2501, 2502]\nsource_address = "192.0.2.7"\nproof_check = "Example.com"\n'
    tables = "[pace]\nall = 100\ncheck = 20\n[limits]\nmax_sessions = 3\n[deadlines]\nreply = 2\n"
    configuration.registry("[cred", f"{told}{tables}[cred")
    pool = configuration.load().accounts[0].pool
    assert pool.limits == Limits(max_sessions=3)
    assert pool.deadlines == Deadlines(reply=2)
    assert pool.pace == Pace(all=100, check=20)
    assert pool.proof == DomainCheck(names=("example.com",))
    assert pool.source_address == "192.0.2.7"
    assert pool.full_codes == (2501, 2502)


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('id = "alpha"\n', "", "1: id: is missing"),
        ('"alpha"', '"Alpha"', "1: id: must be of lower-case letters, digits and hyphens, 63 at most"),
        ('"alpha"', "5", "1: id: must be text"),
        ('"ote"', '"test"', "2: environment: must be 'ote' or 'production'"),
        ('environment = "ote"\n', "", "1: environment: is missing"),
        ("endpoints", "endpoint", "3: endpoint: is not a known key; did you mean `endpoints`?"),
        (
            '"epp.example.net:700"',
            '"epp.example.net"',
            "3: endpoints[0]: must be `host:port` with a port from 1 to 65535 (an IPv6 address stands in brackets)",
        ),
        ('["epp.example.net:700"]', "[]", "3: endpoints: must not be empty"),
        ('["com"]', '"com"', "4: tlds: must be a list"),
        ('["com"]', '["com", "no dots."]', "4: tlds[1]: `no dots.` is not a suffix such as `com` or `co.jp`"),
        ("registrar-a", "ab", "7: credentials.clid: must have at least 3 characters"),
        ("registrar-a", "a" * 17, "7: credentials.clid: must have at most 16 characters"),
        ("clid", "verify", "7: credentials.verify: is not a known key"),
        ("[credentials]", "zones = [1]\n[credentials]", "6: zones[0]: must be text"),
        ("[credentials]", "tls = 5\n[credentials]", "6: tls: must be a table"),
        ("[credentials]", "[limits]\nmax_session = 2\n[credentials]", "did you mean `max_sessions`?"),
        ("[credentials]", "[limits]\nmax_sessions = 0\n[credentials]", "7: limits.max_sessions: must be at least 1"),
        ("[credentials]", "[limits]\nmax_sessions = true\n[credentials]", "must be a whole number"),
        ("[credentials]", "[limits]\nmin_sessions = 20\n[credentials]", "6: limits: sessions must be"),
        ("[credentials]", "[deadlines]\nreply = 0\n[credentials]", "7: deadlines.reply: must be more than 0"),
        ("[credentials]", "[deadlines]\nreply = inf\n[credentials]", "7: deadlines.reply: must be a finite number"),
        ("[credentials]", "[pace]\nall = 0\n[credentials]", "7: pace.all: must be at least 1"),
        ("[credentials]", "full_codes = [1000]\n[credentials]", "6: full_codes[0]: must be at least 2000"),
        ("[credentials]", 'proof_check = "a b"\n[credentials]', "6: proof_check: "),
        ("[credentials]", 'source_address = "here"\n[credentials]', "6: source_address: `here` is no IP address"),
        ("[credentials]", 'settle_seconds = "9"\n[credentials]', "6: settle_seconds: must be a number"),
        ("[credentials]", "[capabilities]\nrenew = 1\n[credentials]", "7: capabilities.renew: must be true or false"),
        ("[credentials]", "[capabilities]\nmin_years = 11\n[credentials]", "6: capabilities: min_years (11) is more"),
        ("[credentials]", '[tls]\nkey = "alpha.toml"\n[credentials]', "7: tls.key: stands without `cert`"),
        ("[credentials]", '[tls]\nca = "ca.pem"\n[credentials]', "7: tls.ca: there is no file"),
        ("[credentials]", "[tls]\nverify = false\n[credentials]", "7: tls.verify: is not a known key"),
        ("[credentials]", 'packs = ["icann"]\n[credentials]', "6: packs[0]: no policy pack `icann` is in the policy"),
    ],
)
def test_a_mistake_in_a_registry_file_is_shown_at_its_place(configuration, old, new, mistake):
    configuration.registry(old, new)
    told = configuration.mistakes()
    assert any(line.startswith("registries/alpha.toml:") and mistake in line for line in told), told


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("[log]", "[logs]", "5: logs: is not a known key; did you mean `log`?"),
        (
            'folder = "log"',
            'folder = "log"\nlevel = "loud"',
            "7: log.level: must be 'debug', 'info', 'warning' or 'error'",
        ),
        ("[store]", "[listen]\nport = 70000\n[store]", "2: listen.port: must be at most 65535"),
        ("[store]", "clock = 'http://192.0.2.1:80'\n[store]", "1: clock: must be an http:// address on loopback"),
        ("[store]", '[panels.p]\npack = ["x"]\n[store]', "2: panels.p.pack: is not a known key; did you mean `packs`?"),
        ("[store]", "[panels.P]\n[store]", "1: panels.P: must be of lower-case letters"),
        ("[store]", '[panels.p]\npacks = ["x"]\n[store]', "2: panels.p.packs[0]: no policy pack `x`"),
        ("folders = []", 'folders = ["nowhere"]', "9: policy.folders[0]: there is no folder"),
        ("folders = []", 'folders = []\npacks = ["x"]', "10: policy.packs[0]: no policy pack `x`"),
        ("[store]", 'registries = "nowhere"\n[store]', "1: registries: there is no registry file (*.toml)"),
        ("[store]", "[store", "1: is not TOML"),
    ],
)
def test_a_mistake_in_the_gateways_file_is_shown_at_its_place(configuration, old, new, mistake):
    configuration.gateway(old, new)
    told = configuration.mistakes()
    assert any(line.startswith("gateway.toml:") and mistake in line for line in told), told


def test_all_mistakes_of_all_files_show_at_once(configuration):
    configuration.gateway("[log]", "[logs]")
    configuration.registry("endpoints", "endpoint")
    configuration.write("registries/beta.toml", "id = \n")
    told = configuration.mistakes()
    assert [line.partition(":")[0] for line in told] == [
        "gateway.toml",
        "registries/alpha.toml",
        "registries/alpha.toml",
        "registries/beta.toml",
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"gateway.toml:1: cannot be read: No such file"):
        load(tmp_path / "gateway.toml")


def test_a_file_that_is_not_utf_8_is_named(configuration):
    configuration.file.write_bytes(b"\xff")
    assert configuration.mistakes() == ["gateway.toml:1: is not UTF-8"]


def test_a_pack_that_is_nearly_named_right_is_suggested(configuration):
    configuration.write("packs/upper/icann.toml", '[policy]\nid = "icann-gtld"\n')
    configuration.write("packs/broken.toml", "id = ")
    configuration.gateway("folders = []", 'folders = ["packs"]\npacks = ["icann-gltd"]')
    (told,) = configuration.mistakes()
    assert told.startswith("gateway.toml:10: policy.packs[0]: no policy pack `icann-gltd` is in the policy folders")
    assert told.endswith("; did you mean `icann-gtld`?")


def test_test_and_production_accounts_never_share_a_gateway_and_both_files_are_named(configuration):
    configuration.write(
        "registries/beta.toml",
        configuration.registry_text.replace("alpha", "beta").replace("com", "jp").replace("ote", "production"),
    )
    (told,) = configuration.mistakes()
    assert told.startswith("registries/beta.toml:2: environment: is `production` here and `ote` in ")
    assert f"{configuration.folder}/registries/alpha.toml" in told


def test_an_id_is_used_once(configuration):
    configuration.registry("com", "jp", name="beta")
    assert configuration.mistakes() == [
        f"registries/beta.toml:1: id: `alpha` is the id in {configuration.folder}/registries/alpha.toml too"
    ]


@pytest.mark.parametrize(
    ("ours", "theirs", "who"),
    [
        ("", "", "every panel"),
        ('panels = ["one"]', "", "panel `one`"),
        ('panels = ["one", "two"]', 'panels = ["two", "three"]', "panel `two`"),
    ],
)
def test_two_accounts_of_one_suffix_must_be_told_apart(configuration, ours, theirs, who):
    configuration.registry("[credentials]", f"{ours}\n[credentials]")
    configuration.write(
        "registries/beta.toml",
        configuration.registry_text.replace("alpha", "beta").replace("[cred", f"{theirs}\n[cred"),
    )
    (told,) = configuration.mistakes()
    other = configuration.folder / "registries/alpha.toml"
    assert told.startswith(f"registries/beta.toml:4: tlds: `com` is served by {other} too, for {who}: tell them apart")


def test_two_accounts_of_one_suffix_may_serve_different_panels(configuration):
    configuration.registry("[credentials]", 'panels = ["one"]\n[credentials]')
    configuration.write(
        "registries/beta.toml",
        configuration.registry_text.replace("alpha", "beta").replace("[cred", 'panels = ["two"]\n[cred'),
    )
    assert len(configuration.load().accounts) == 2


class TestSecrets:
    def test_a_secret_itself_is_a_mistake_and_is_not_repeated(self, configuration):
        configuration.registry("env:PASSWORD", "hunter2-literal")
        (told,) = configuration.mistakes()
        assert told.startswith(
            "registries/alpha.toml:8: credentials.password: must be a reference, `env:NAME` or `file:"
        )
        assert "hunter2" not in told

    def test_a_variable_that_is_not_set_is_named(self, configuration):
        assert configuration.mistakes(environ={}) == [
            "gateway.toml:3: store.seal_key: the environment variable SEAL is not set",
            "registries/alpha.toml:8: credentials.password: the environment variable PASSWORD is not set",
        ]

    def test_a_secret_comes_from_a_file_beside_its_configuration(self, configuration):
        configuration.registry("env:PASSWORD", "file:secret")
        configuration.write("registries/secret", "s3cret\n")
        assert configuration.load().accounts[0].pool.password.reveal() == "s3cret"

    @pytest.mark.parametrize(
        ("content", "mistake"),
        [(None, "cannot be read"), (b"", "is empty"), (b"a\nb", "holds more than one line"), (b"\xff", "is not UTF-8")],
    )
    def test_a_file_without_a_secret_is_named(self, configuration, content, mistake):
        configuration.registry("env:PASSWORD", "file:secret")
        if content is not None:
            (configuration.folder / "registries/secret").write_bytes(content)
        (told,) = configuration.mistakes()
        assert f"registries/alpha.toml:8: credentials.password: the file {configuration.folder}" in told
        assert mistake in told

    def test_a_sealing_key_that_is_short_is_a_mistake_and_is_not_shown(self, configuration):
        (told,) = configuration.mistakes(environ={**configuration.environ, "SEAL": "short-key"})
        assert told == "gateway.toml:3: store.seal_key: what `env:SEAL` refers to must have at least 16 characters"
        assert SEAL_KEY_LENGTH >= MIN_KEY

    def test_the_form_can_be_checked_where_there_are_no_secrets(self, configuration):
        assert configuration.load(environ={}, secrets=False).accounts

    def test_no_secret_shows_in_the_values(self, configuration):
        shown = repr(configuration.load())
        assert not [secret for secret in configuration.environ.values() if secret in shown]


class TestListener:
    def test_an_address_beyond_this_machine_needs_tls_or_the_words(self, configuration):
        configuration.gateway("[store]", '[listen]\nhost = "0.0.0.0"\n[store]')
        (told,) = configuration.mistakes()
        assert told.startswith("gateway.toml:2: listen.host: is not loopback: give `tls_cert` and `tls_key`")
        assert CLEAR_TEXT_WORDS in told

    def test_the_words_let_it_go_in_clear_text(self, configuration):
        configuration.gateway(
            "[store]", f'[listen]\nhost = "0.0.0.0"\ninsecure_listener = "{CLEAR_TEXT_WORDS}"\n[store]'
        )
        assert configuration.load().listen_host == "0.0.0.0"  # noqa: S104 - nothing listens here

    def test_other_words_do_not(self, configuration):
        configuration.gateway("[store]", '[listen]\nhost = "0.0.0.0"\ninsecure_listener = "yes"\n[store]')
        assert "gateway.toml:3: listen.insecure_listener: must be the words" in configuration.mistakes()[0]

    def test_with_a_certificate_it_may_listen_anywhere(self, configuration):
        configuration.write("cert.pem", "")
        configuration.write("key.pem", "")
        configuration.gateway("[store]", '[listen]\nhost = "::"\ntls_cert = "cert.pem"\ntls_key = "key.pem"\n[store]')
        assert configuration.load().listen_tls.cert == configuration.folder / "cert.pem"

    def test_half_a_certificate_is_a_mistake(self, configuration):
        configuration.write("cert.pem", "")
        configuration.gateway("[store]", '[listen]\ntls_cert = "cert.pem"\n[store]')
        assert configuration.mistakes() == ["gateway.toml:2: listen.tls_cert: `tls_cert` and `tls_key` go together"]

    @pytest.mark.parametrize("host", ["localhost", "::1", "127.9.9.9"])
    def test_this_machine_has_several_names(self, configuration, host):
        configuration.gateway("[store]", f'[listen]\nhost = "{host}"\n[store]')
        assert configuration.load().listen_host == host


class TestClock:
    def test_a_simulators_clock_is_followed_for_test_accounts(self, configuration):
        assert configuration.load(clock_url="http://127.0.0.1:7101/").clock_url == "http://127.0.0.1:7101"

    def test_it_is_not_followed_for_production(self, configuration):
        configuration.registry("ote", "production")
        (told,) = configuration.mistakes(clock_url="http://127.0.0.1:7101")
        assert "clock: a simulator's clock is followed only while every account is `ote`" in told

    def test_it_is_not_followed_elsewhere(self, configuration):
        (told,) = configuration.mistakes(clock_url="http://example.net:7101")
        assert "clock: must be an http:// address on loopback" in told


@pytest.mark.parametrize(
    ("table", "value"),
    [(LimitsTable, Limits), (PaceTable, Pace), (DeadlinesTable, Deadlines), (CapabilitiesTable, Capabilities)],
)
def test_every_setting_of_the_layers_below_can_be_configured(table, value):
    assert set(table.model_fields) == {field.name for field in msgspec.structs.fields(value)}


def test_every_dialect_has_capabilities():
    assert set(BY_DIALECT) == set(DIALECTS)


def test_the_configuration_that_ships_is_right_but_for_its_secrets():
    shipped = load(folder("config") / "gateway.toml", environ={}, secrets=False)
    assert {account.account.id for account in shipped.accounts} == {"verisign", "jprs"}
