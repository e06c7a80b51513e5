import pytest

from epp_gateway.model.jp_labels import PREFECTURES
from epp_gateway.model.names import parse_name
from epp_gateway.policy.families import PREFECTURES_JA, family_of


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("example.com", "gtld"),
        ("example.tokyo", "gtld"),
        ("example.co.com", "gtld"),
        ("例え.みんな", "gtld"),
        ("example.cn", "cctld"),
        ("example.co.uk", "cctld"),
        ("example.jp", "jp-general"),
        ("日本語.jp", "jp-general"),
        ("tokyo.jp", "jp-general"),
        ("example.tokyo.jp", "jp-prefecture"),
        ("example.okinawa.jp", "jp-prefecture"),
        ("例え.東京.jp", "jp-prefecture"),
        ("example.co.jp", "jp-organisational"),
        ("example.lg.jp", "jp-organisational"),
        ("metro.tokyo.jp", "jp-geographic"),
        ("pref.chiba.jp", "jp-geographic"),
        ("example.chiyoda.tokyo.jp", "jp-geographic"),
        ("city.yokohama.jp", "jp-geographic"),
        ("www.example.co.jp", "jp-unknown"),
        ("www.example.jp", "jp-unknown"),
        ("a.b.東京.jp", "jp-unknown"),
    ],
)
def test_the_shape_of_a_name_gives_its_family(name, family):
    assert family_of(parse_name(name).ascii) == family


def test_there_are_47_prefectures_in_both_spellings():
    assert len(PREFECTURES) == len(PREFECTURES_JA) == 47
    assert all(label.startswith("xn--") for label in PREFECTURES_JA)
