"""Words and colours: what a person writes is what the network is told."""

import math

import pytest

from lvocal.color.lexicon import BARE_ADJECTIVES, BASIC_COLORS, COLOR_NAMES, SURVEYED, THING_PHRASES, THINGS
from lvocal.color.naming import (
    SENTENCE_COLORS,
    color_lab,
    find_colors,
    is_held_out,
    nearest_name,
    parse_color,
    suggest,
)
from lvocal.values import UserError


def hue_deg(lab) -> float:
    return math.degrees(math.atan2(lab[2], lab[1])) % 360


def test_the_survey_and_css_are_all_there():
    assert len(COLOR_NAMES) > 990
    assert {
        "mustard",
        "robin's egg blue",
        "dark slate grey",
        "klein blue",
        *BASIC_COLORS,
    } <= COLOR_NAMES.keys()


@pytest.mark.parametrize("name", COLOR_NAMES)
def test_every_name_reads_back_as_its_own_colour(name):
    assert color_lab(name) == COLOR_NAMES[name]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("gray", "grey"),
        ("dark gray", "dark grey"),
        ("Blue-Green", "blue green"),
        ("  darkslategray ", "dark slate grey"),
        ("#F00", "#ff0000"),
        ("blue/green", "blue green"),
    ],
)
def test_spelling_does_not_matter(written, same):
    assert color_lab(written) is not None
    assert color_lab(written) == color_lab(same)


@pytest.mark.parametrize(
    ("code", "lab"),
    [
        ("#ffffff", (100, 0, 0)),
        ("#000000", (0, 0, 0)),
        ("#ff0000", (53.24, 80.09, 67.20)),
        ("#777", (50.03, 0, 0)),
    ],
)
def test_hex_codes_have_their_textbook_lab(code, lab):
    assert color_lab(code) == pytest.approx(lab, abs=0.02)


@pytest.mark.parametrize(
    "text", ["", "#12", "#gggggg", "#1234567", "table", "red table", "b3261e", "# ff0000"]
)
def test_what_is_no_colour_is_none(text):
    assert color_lab(text) is None


@pytest.mark.parametrize("name", ["mustard", "klein blue", "burgundy", "salmon"])
def test_a_shade_word_works_on_every_name(name):
    plain, dark, pale = (color_lab(text) for text in (name, f"dark {name}", f"pale {name}"))
    assert dark[0] < plain[0] < pale[0]
    assert abs((hue_deg(dark) - hue_deg(plain) + 180) % 360 - 180) < 15


def names_in(sentence: str) -> list[str]:
    words = sentence.split()
    return [" ".join(words[start:stop]) for start, stop, _ in find_colors(words)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("a red coat , a green car", ["red", "green"]),
        ("a dark blue green dress", ["dark blue green"]),
        ("a pale light blue sea", ["pale light blue"]),
        ("a dark mustard hat and a #b3261e scarf", ["dark mustard", "#b3261e"]),
        ("a Gray wall", ["Gray"]),
        ("sand brown boots on the sand under a sky blue sky", ["sand brown", "sky blue"]),
        ("a glass of wine on the grass by the sea", []),
        ("a dark street", []),
        ("red leather boots", ["red"]),
        ("pea soup in a pea soup green pot", ["pea soup green"]),
        ("", []),
    ],
)
def test_colours_are_found_in_a_sentence(sentence, expected):
    assert names_in(sentence) == expected


@pytest.mark.parametrize("thing", sorted(THINGS | BARE_ADJECTIVES | THING_PHRASES))
def test_things_are_colours_in_a_row_but_not_in_a_sentence(thing):
    assert color_lab(thing) is not None
    assert names_in(f"the {thing} here") == []
    assert names_in(f"the {thing}") == []


def test_sentence_colours_are_found_whole():
    missed = [name for name in SENTENCE_COLORS if names_in(f"a {name} coat") != [name]]
    assert not missed and len(SENTENCE_COLORS) > 800


def test_spans_are_in_order_apart_and_no_longer_than_three_words():
    words = "light grey green blue pink very light brown dusty rose klein blue".split()
    found = find_colors(words)
    assert [start for start, *_ in found] == sorted(start for start, *_ in found)
    assert all(before[1] <= after[0] for before, after in zip(found, found[1:], strict=False))
    assert all(
        1 <= stop - start <= 3 and color_lab(" ".join(words[start:stop])) == lab for start, stop, lab in found
    )


@pytest.mark.parametrize("name", BASIC_COLORS)
def test_a_basic_colour_is_called_by_its_name(name):
    assert nearest_name(COLOR_NAMES[name]) == name
    assert nearest_name(COLOR_NAMES[name], "all") == name


@pytest.mark.parametrize("name", ["red", "green", "blue", "yellow", "light green", "dark blue"])
def test_a_term_is_what_things_are_called_and_not_the_strongest_of_a_screen(name):
    asked, shown = COLOR_NAMES[name], SURVEYED[name]
    assert 8 < math.hypot(*asked[1:]) < 0.85 * math.hypot(*shown[1:])
    assert nearest_name(asked) == nearest_name(shown)


def test_a_shade_that_is_pale_already_stays_and_none_grows_stronger():
    assert COLOR_NAMES["pale pink"] == SURVEYED["pale pink"]
    moved = {name for name in SURVEYED if COLOR_NAMES[name] != SURVEYED[name] and " " in name}
    assert all(COLOR_NAMES[name][0] == pytest.approx(SURVEYED[name][0]) for name in moved)
    assert all(math.hypot(*COLOR_NAMES[n][1:]) < math.hypot(*SURVEYED[n][1:]) for n in moved)


@pytest.mark.parametrize("name", ["bright green", "vivid blue", "klein blue", "navy", "#15b01a"])
def test_strong_and_fine_colours_are_as_they_were(name):
    assert color_lab(name) == pytest.approx(SURVEYED.get(name, color_lab("#15b01a")))


def test_no_term_says_more_of_black_white_and_grey():
    assert all(COLOR_NAMES[name] == SURVEYED[name] for name in ("black", "white", "grey"))


@pytest.mark.parametrize(
    ("name", "basic"),
    [
        ("navy blue", "blue"),
        ("burgundy", "red"),
        ("khaki", "brown"),
        ("forest green", "green"),
        ("charcoal", "grey"),
        ("lilac", "purple"),
        ("salmon", "pink"),
    ],
)
def test_other_names_fall_to_a_sensible_basic_term(name, basic):
    assert nearest_name(COLOR_NAMES[name]) == basic


@pytest.mark.parametrize(
    ("wrong", "meant"), [("turqoise", "turquoise"), ("bleu", "blue"), ("mustrd", "mustard")]
)
def test_a_misspelt_word_gets_a_suggestion(wrong, meant):
    assert suggest(wrong)[0] == meant
    with pytest.raises(UserError) as problem:
        parse_color(wrong)
    assert wrong in problem.value.message
    assert meant in problem.value.remedy


@pytest.mark.parametrize("wrong", ["", "   ", "#12", "#zzzzzz", "qqqq"])
def test_what_cannot_be_guessed_still_gets_a_remedy(wrong):
    with pytest.raises(UserError) as problem:
        parse_color(wrong)
    assert problem.value.message.endswith(".") and "#b3261e" in problem.value.remedy


def test_suggestions_stay_polite():
    assert not {"poop", "shit", "vomit"} & {word for name in suggest("poo", 9) for word in name.split()}


def test_a_tenth_of_the_chromatic_names_is_held_out():
    chromatic = [name for name, (_, a, b) in COLOR_NAMES.items() if math.hypot(a, b) >= 20]
    held = [name for name in COLOR_NAMES if is_held_out(name)]
    assert set(held) <= set(chromatic)
    assert 0.08 < len(held) / len(chromatic) < 0.13


def test_basic_colours_and_codes_are_never_held_out():
    assert not [name for name in (*BASIC_COLORS, "#b3261e", "a word nobody knows") if is_held_out(name)]


def test_spellings_of_one_name_share_one_fate():
    twins = [(name, name.replace(" ", "")) for name in COLOR_NAMES if " " in name]
    twins = [(two, one) for two, one in twins if one in COLOR_NAMES]
    assert twins and all(is_held_out(two) == is_held_out(one) for two, one in twins)
    assert is_held_out("Turquoise") and is_held_out("turquoise")
