"""Truths of former wordings."""

from lvocal.ui.word_history import KEPT, for_another_film, remember, summary, wording_in


def said(prompt: str = "", *rows: tuple[str, str], shots: list | None = None) -> dict:
    listed = [{"object": thing, "color": color, "strength": 1} for thing, color in rows]
    return wording_in({"prompt": prompt, "rows": listed, "shot_words": shots or []})


def after(*wordings: dict) -> list[dict]:
    history: list[dict] = []
    for wording in wordings:
        history = remember(history, wording)
    return history


def test_the_newest_comes_first_and_each_is_there_once() -> None:
    sea, sky = said("blue sea"), said("red sky")
    assert after(sea, sky) == [sky, sea]
    assert after(sea, sky, sea) == [sea, sky]


def test_what_is_typed_letter_by_letter_is_one_wording() -> None:
    steps = ["a", "a st", "a street", "a stre", "a street at night"]
    assert after(*map(said, steps)) == [said("a street at night")]
    rows = [
        said("", ("coat", "red")),
        said("", ("coat", "red"), ("car", "")),
        said("", ("coat", "red"), ("car", "blue")),
    ]
    assert after(*rows) == [rows[-1]]


def test_another_colour_or_strength_is_another_wording() -> None:
    red, blue = said("", ("coat", "red")), said("", ("coat", "blue"))
    weak = {**red, "rows": [{**red["rows"][0], "strength": 0.5}]}
    assert after(red, blue) == [blue, red]
    assert after(red, weak) == [weak, red]


def test_what_a_film_was_made_of_stays_even_when_it_is_the_shorter_one() -> None:
    long, short = said("a red coat at night"), said("a red coat")
    assert remember([long], short) == [long]
    assert remember([long], short, settled=True) == [short, long]


def test_nothing_said_is_no_wording_and_the_oldest_go() -> None:
    assert after(said(), said(" "), said("", ("", ""))) == []
    many = after(*(said(f"{number} horses") for number in range(KEPT + 5)))
    assert len(many) == KEPT and many[0] == said(f"{KEPT + 4} horses")


def test_words_of_single_shots_do_not_go_with_another_film() -> None:
    night = said("a street", shots=[{"frame": 120, "prompt": "at night", "rows": []}])
    only = said(shots=[{"frame": 7, "prompt": "at noon", "rows": []}])
    assert for_another_film([night, only, said("a street")]) == [said("a street")]


def test_a_wording_is_told_in_one_line() -> None:
    wording = said(
        "a street", ("coat", "red"), ("car", "blue"), shots=[{"frame": 1, "prompt": "x", "rows": []}]
    )
    wording["rows"][1]["strength"] = 0.5
    assert summary(wording) == "coat red, car blue ×0.5 · a street · 1 shot of its own"
