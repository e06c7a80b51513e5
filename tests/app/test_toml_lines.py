import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epp_gateway.toml_lines import line_of, locate

TEXT = '''\
# a comment with [brackets and "quotes
first = 1
dotted.key = "a # [ text"
list = [
  "a", # ]
  "b]",
]
[table]
text = """
[not a table]
nor = "a key"
"""
literal = \'\'\'
[neither]\'\'\'
"quoted.key" = 1
[[rows]]
x = 1
[rows.inner]
y = 2
[[rows]]
x = 2
'''


def test_the_text_of_these_tests_is_toml():
    tomllib.loads(TEXT)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("first",), 2),
        (("dotted", "key"), 3),
        (("list",), 4),
        (("table",), 8),
        (("table", "text"), 9),
        (("table", "literal"), 13),
        (("table", "quoted.key"), 15),
        (("rows", 0, "x"), 17),
        (("rows", 0, "inner", "y"), 19),
        (("rows", 1, "x"), 21),
        (("dotted",), 3),
        (("rows",), 16),
    ],
)
def test_every_key_is_found_on_its_line(path, line):
    assert locate(TEXT)[path] == line


def test_what_is_inside_a_text_is_no_key():
    assert not [path for path in locate(TEXT) if "nor" in path or "neither" in path]


def test_the_place_of_what_is_not_there_is_that_of_the_thing_around_it():
    places = locate(TEXT)
    assert line_of(places, ("table", "missing")) == 8
    assert line_of(places, ("list", 1)) == 4
    assert line_of(places, ("nowhere",)) == 1


@given(st.text(alphabet="ab.=[]{}\"'#\\\n ,1", max_size=60))
def test_any_text_is_scanned_to_its_end(text):
    locate(text)
