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

_IN_JAPANESE = (
    "北海道 青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 東京 神奈川 新潟 富山 石川 福井 山梨 長野 岐阜 静岡 "
    "愛知 三重 滋賀 京都 大阪 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 "
    "高知 福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄"
)
JAPANESE_PREFECTURES = frozenset(_IN_JAPANESE.split())
"""The 47 prefectures in Japanese, as U-labels; they carry the prefecture type only."""
