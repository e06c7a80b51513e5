"""Sealed secrets: opened by the right key alone, changed by nobody, found nowhere in the files."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.journal.records import DomainRecord
from epp_gateway.journal.sealing import Sealer
from epp_gateway.journal.writer import SqliteJournal
from epp_gateway.model.errors import StoreFailure
from epp_gateway.model.objects import DomainData
from epp_gateway.model.plan import StepState
from epp_gateway.model.secret import Secret

OTHER = Sealer(b"another key, not the one of tests")


@given(text=st.text())
def test_a_sealed_secret_opens_to_itself(sealer, text):
    assert sealer.unseal(sealer.seal(Secret(text))) == Secret(text)


def test_two_sealings_of_one_secret_differ(sealer):
    assert sealer.seal(Secret("same")) != sealer.seal(Secret("same"))


def test_one_secret_in_several_places_of_a_value_is_sealed_once(sealer):
    code = Secret("code")
    first, again, other = msgspec.to_builtins([code, code, Secret("code")], enc_hook=sealer.enc_hook)
    assert first == again != other
    assert sealer.unseal(other) == code


def test_another_key_does_not_open_it(sealer):
    with pytest.raises(StoreFailure, match="key that is not listed"):
        OTHER.unseal(sealer.seal(Secret("x")))


def test_an_old_key_that_is_listed_still_opens_it(build, sealer):
    renewed = Sealer(b"the new key, after a rotation...", old=[build.key])
    sealed = sealer.seal(Secret("x"))
    assert renewed.unseal(sealed) == Secret("x")
    assert not renewed.is_current(sealed)
    assert renewed.is_current(renewed.seal(Secret("x")))


@given(place=st.integers(0, 200), bit=st.integers(0, 5))
def test_a_changed_sealed_text_is_never_opened(sealer, place, bit):
    sealed = sealer.seal(Secret("abcdefghi"))  # 45 bytes: no padding, so every character counts
    place = 3 + place % (len(sealed) - 3)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    other = alphabet[alphabet.index(sealed[place]) ^ (1 << bit)]
    with pytest.raises(StoreFailure):
        sealer.unseal(sealed[:place] + other + sealed[place + 1 :])


@pytest.mark.parametrize("text", ["", "s1.", "s1.A", "plain", "s1.ü", "s1.AAAA"])
def test_what_is_no_sealed_text_is_refused(sealer, text):
    with pytest.raises(StoreFailure):
        sealer.unseal(text)


def test_a_cut_sealed_text_is_refused(sealer):
    sealed = sealer.seal(Secret("abcdefghi"))
    for length in range(0, len(sealed), 4):
        with pytest.raises(StoreFailure):
            sealer.unseal(sealed[:length])


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="at least 16 bytes, this one has 5"):
        Sealer(b"short")
    with pytest.raises(ValueError, match="at least 16 bytes"):
        Sealer(b"long enough for one key", old=[b"short"])


def test_a_sealer_does_not_print_its_key(build, sealer):
    assert build.key.decode() not in repr(sealer) + str(vars(sealer))


def test_the_hooks_know_secrets_only(sealer):
    with pytest.raises(NotImplementedError, match="set has no place"):
        sealer.enc_hook(set())
    with pytest.raises(NotImplementedError, match="complex has no place"):
        sealer.dec_hook(complex, "1")
    with pytest.raises(NotImplementedError):
        sealer.dec_hook(Secret, 7)


async def test_no_file_of_the_store_holds_a_planted_secret(tmp_path, build, sealer):
    data = DomainData(name="name-1.com", roid="D1", auth_info=Secret("plan-t-ed-3"))
    step = msgspec.structs.replace(build.step(state=StepState.DONE), data=data)
    entry = build.entry(plan=(step,))
    record = DomainRecord(name="name-1.com", unicode="name-1.com", panel="alpha", account="verisign", registry=data)

    def job(tx):
        tx.insert_entry(entry, "decided-allow", {"code": Secret("plan-t-ed-4")})
        tx.put_domain(record)

    def raw():
        return b"".join(file.read_bytes() for file in tmp_path.iterdir())

    async with SqliteJournal.open(tmp_path / "store.db", environment="ote", sealer=sealer) as journal:
        await journal.write(job)
        open_bytes = raw()
        assert await journal.read(lambda tx: (tx.entry(entry.id), tx.domain("name-1.com"))) == (entry, record)
    for found in (open_bytes, raw()):
        assert b"name-1.com" in found
        assert b"plan-t-ed" not in found
        assert build.key not in found
