"""Second-level labels of .jp that say of which type a name is (JPRS). What follows from a type is not decided here."""

ORGANISATIONAL = frozenset({"ac", "ad", "co", "ed", "go", "gr", "lg", "ne", "or"})
"""Labels of the organisational types."""

_PREFECTURES = (
    "hokkaido aomori iwate miyagi akita yamagata fukushima ibaraki tochigi gunma saitama chiba tokyo kanagawa niigata "
    "toyama ishikawa fukui yamanashi nagano gifu shizuoka aichi mie shiga kyoto osaka hyogo nara wakayama tottori "
    "shimane okayama hiroshima yamaguchi tokushima kagawa ehime kochi fukuoka saga nagasaki kumamoto oita miyazaki "
    "kagoshima okinawa"
)
PREFECTURES = frozenset(_PREFECTURES.split())
"""The 47 labels of the prefecture type, which the geographic type uses too."""
