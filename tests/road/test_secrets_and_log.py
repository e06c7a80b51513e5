"""No planted secret is found in anything the gateway wrote, and the log tells what happened."""

import subprocess
import sys
from urllib import request

PLANTED = "Pl4nted-S3cret!x"


def test_planted_secrets_are_in_nothing_that_was_written(own_place) -> None:
    """An auth code, the registry password and the tokens: log at level debug, store, error output, answers."""
    place = own_place()
    place.start()
    panel, simulator = place.panel(), place.simulators["verisign"]
    shown = [panel.create("planted.com", auth_code=PLANTED)]
    simulator.control("PUT", "/objects/domain/coming.com", {"sponsor": "registrar-b", "auth_info": PLANTED})
    shown.append(panel.write("POST", "/v1/domains/coming.com/transfers", {"auth_code": PLANTED}))
    shown.append(panel.create("planted.com", auth_code=PLANTED))
    issued = panel.write("POST", "/v1/domains/planted.com/auth-code", {})
    assert issued.status == 409  # on its first day
    shown.append(panel.get("/v1/operations"))
    password = simulator.ready["accounts"][0]["password"]
    token = place.token("alpha")
    place.stop()
    assert simulator.received(PLANTED), "the registry did get it"
    assert all(PLANTED not in str(answer.document) for answer in shown)
    written = [
        *place.folder.glob("log/*"),
        *place.folder.glob("journal*"),
        *place.folder.glob("serve-*.err"),
    ]
    assert len(written) >= 3
    for file in written:
        content = file.read_bytes()
        for secret in (PLANTED, password, token):
            assert secret.encode() not in content, file


def test_a_new_auth_code_is_shown_once(place, fresh) -> None:
    """The clear code of a name that may leave: here one whose contract is older than the rules ask."""
    panel, name = place.panel(), fresh("com")
    panel.create(name)
    old = {"contract.start": "2020-01-01", "contract.end": "2030-12-31"}
    assert panel.write("PATCH", f"/v1/domains/{name}/facts", old).status == 200
    issued = panel.write("POST", f"/v1/domains/{name}/auth-code", {}, key=f"code-{name}")
    assert issued.status == 200, issued.document
    code = issued.document["result"]["data"]["auth_code"]
    assert place.simulators["verisign"].control("GET", f"/objects/domain/{name}")["auth_info"] == code
    again = panel.write("POST", f"/v1/domains/{name}/auth-code", {}, key=f"code-{name}")
    assert again.document["id"] == issued.document["id"]
    assert code not in str(again.document)


def test_the_session_log_tells_a_command_with_both_ids_and_stays_whole(place, fresh) -> None:
    panel, name = place.panel(), fresh("com")
    created = panel.create(name)
    attempt = created.document["attempts"][0]
    line = next(
        line for line in place.log_lines() if line.get("cltrid") == attempt["cltrid"] and line["event"] == "command"
    )
    assert line["svtrid"] == attempt["svtrid"]
    assert (line["registry"], line["command"], line["object"], line["code"]) == (
        "verisign",
        "domain.create",
        name,
        1000,
    )
    assert (line["operation"], line["panel"]) == (created.document["id"], "alpha")

    def epp_gateway(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "epp_gateway", *arguments, "--config", str(place.config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    found = epp_gateway("log", "--domain", name, "--json")
    assert found.returncode == 0, found.stderr
    assert attempt["cltrid"] in found.stdout
    assert all(name in row for row in found.stdout.splitlines())
    assert epp_gateway("log", "verify").returncode == 0


def test_a_refusal_is_in_the_log_with_its_article_and_in_the_metrics(place, fresh) -> None:
    panel, name = place.panel(), fresh("com")
    panel.create(name)
    refused = panel.write("POST", f"/v1/domains/{name}/transfers", {"direction": "out"})
    operation = refused.document["operation"]["id"]
    line = next(line for line in place.log_lines() if line["event"] == "decision" and line["operation"] == operation)
    assert (line["effect"], line["rules"]) == ("refuse", ["ntt.transfer-out.60-days"])
    assert "002 別記3-1-2" in line["reason"]
    with request.urlopen(f"{place.url}/metrics", timeout=10) as answer:
        metrics = answer.read().decode()
    assert 'rule="ntt.transfer-out.60-days"' in metrics
    assert 'epp_results_total{code="1000",command="domain.create",registry="verisign"}' in metrics
