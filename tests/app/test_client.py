import socket
import threading

import pytest

from epp_gateway.app.client import Answer, Gateway, part, token_from
from epp_gateway.model.errors import ConfigError, Unreachable
from epp_gateway.model.secret import Secret


@pytest.fixture
def gateway(fake):
    return Gateway(fake.url, Secret("egw_token"))


def test_a_request_carries_the_token_the_body_and_the_wish_to_wait(fake, gateway):
    fake.document = {"state": "succeeded"}
    answer = gateway.call("POST", "/v1/domains", {"name": "example.com"}, key="k1", wait=5, dry_run="true", none=None)
    ((method, path, body, headers),) = fake.asked
    assert (method, path, body) == ("POST", "/v1/domains?dry_run=true", {"name": "example.com"})
    assert headers["Authorization"] == "Bearer egw_token"
    assert (headers["Idempotency-Key"], headers["Prefer"]) == ("k1", "wait=5")
    assert answer == Answer(status=200, document={"state": "succeeded"})


def test_a_problem_is_an_answer_too(fake, gateway):
    fake.status, fake.document = 409, {"detail": "no"}
    answer = gateway.call("GET", "/v1/domains/example.com")
    assert (answer.status, answer.document, answer.ok) == (409, {"detail": "no"}, False)


def test_an_empty_body_is_no_document(fake, gateway):
    fake.document = b""
    assert gateway.call("DELETE", "/v1/hosts/ns1.example.com").document is None


@pytest.mark.parametrize("state", ["refused", "failed"])
def test_an_operation_that_ended_badly_is_not_ok_whatever_the_status(state):
    assert not Answer(status=200, document={"state": state}).ok


def test_a_redirect_is_not_followed_since_it_would_carry_the_token_elsewhere(fake, gateway):
    fake.status, fake.headers = 302, {"Location": f"{fake.url}/elsewhere"}
    assert gateway.call("GET", "/v1/registries").status == 302
    assert len(fake.asked) == 1


def test_a_proxy_of_the_environment_is_not_asked_about_this_machine(fake, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://192.0.2.1:9")
    assert Gateway(fake.url, Secret("t")).call("GET", "/healthz").status == 200


def test_what_answers_and_is_no_gateway_is_said_so(fake, gateway):
    fake.document = b"<html>"
    with pytest.raises(Unreachable, match="is not a gateway"):
        gateway.call("GET", "/healthz")


@pytest.mark.parametrize("sent", [b"", b'{"state": "succ'])
@pytest.mark.parametrize("status", [201, 409])
def test_an_answer_that_was_cut_off_says_nothing_whatever_its_status(fake, gateway, sent, status):
    fake.status, fake.document, fake.headers = status, sent, {"Content-Length": 500}
    with pytest.raises(Unreachable, match="cut off"):
        gateway.call("POST", "/v1/domains", {"name": "example.com"}, key="k1")


def test_what_speaks_another_protocol_is_no_gateway():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_greet, args=(listener,))
        thread.start()
        with pytest.raises(Unreachable, match="no gateway answers"):
            Gateway(f"http://127.0.0.1:{listener.getsockname()[1]}", Secret("t")).call("GET", "/healthz")
        thread.join()


def _greet(listener):
    peer, _ = listener.accept()
    with peer:
        peer.recv(65536)
        peer.sendall(b"SSH-2.0-somebody else\r\n")


def test_nobody_there_is_said_with_the_address(fake):
    with pytest.raises(Unreachable, match=r"no gateway answers at http://127.0.0.1:1: .*refused"):
        Gateway("http://127.0.0.1:1", Secret("t")).call("GET", "/healthz")


@pytest.mark.parametrize("url", ["ftp://example.net", "example.net", "http://", ""])
def test_what_is_no_address_is_bad_usage(url):
    with pytest.raises(ConfigError, match="--url"):
        Gateway(url, Secret("t"))


def test_a_part_of_a_path_cannot_leave_its_place():
    assert part("a/../b?c#d") == "a%2F..%2Fb%3Fc%23d"


class TestToken:
    def test_it_comes_from_the_file(self, tmp_path, monkeypatch):
        monkeypatch.setenv("EPP_GATEWAY_TOKEN", "other")
        (tmp_path / "token").write_text("egw_1\n")
        assert token_from(tmp_path / "token") == Secret("egw_1")

    def test_else_from_the_environment(self, monkeypatch):
        monkeypatch.setenv("EPP_GATEWAY_TOKEN", "egw_2")
        assert token_from(None) == Secret("egw_2")

    def test_where_the_environment_may_name_a_file(self, tmp_path, monkeypatch):
        (tmp_path / "token").write_text("egw_3\n")
        monkeypatch.setenv("EPP_GATEWAY_TOKEN", str(tmp_path / "token"))
        assert token_from(None) == Secret("egw_3")

    @pytest.mark.parametrize("text", ["", " ", "two\nlines", "schlüssel"])
    def test_what_is_none_is_bad_usage_and_is_not_shown(self, text, monkeypatch):
        monkeypatch.setenv("EPP_GATEWAY_TOKEN", text)
        with pytest.raises(ConfigError, match="no token is given"):
            token_from(None)

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(ConfigError, match="none cannot be read"):
            token_from(tmp_path / "none")
