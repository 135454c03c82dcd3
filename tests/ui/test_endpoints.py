"""The endpoints as gradio_client sees them, against a live server."""

import json
from pathlib import Path

import pytest
from gradio_client import Client, handle_file
from gradio_client.exceptions import AppError

from lvocal.media.video import probe


@pytest.fixture(scope="module")
def client(live) -> Client:
    return Client(live[0], verbose=False)


def test_exactly_the_named_endpoints_are_public(client):
    named = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) == {"/colorize", "/preview", "/listen", "/presets"}


def test_presets_are_listed(client):
    presets = client.predict(api_name="/presets")
    assert "sea-waves" in {sound["name"] for sound in presets["sounds"]}
    assert "natural" in presets["looks"]


def test_a_film_goes_in_and_comes_out_in_colour(client, live, film):
    out, sidecar = client.predict(
        source=handle_file(film),
        prompt="a street",
        colors="coat=red; car=mustard",
        seed=3,
        api_name="/colorize",
    )
    assert probe(Path(out)).num_frames == 13
    request = json.loads(Path(sidecar).read_text())["request"]
    assert [(row["object"], row["color"]) for row in request["rows"]] == [("coat", "red"), ("car", "mustard")]
    assert request["settings"]["seed"] == 3
    assert not any(Path(request["source"]).parent.parent.glob("*")), "the session of a call ends with it"


def test_a_still_is_a_picture(client, film):
    still = client.predict(source=handle_file(film), frame=5, api_name="/preview")
    assert Path(still).read_bytes().startswith(b"\x89PNG")


def test_listening_gives_probabilities(client, film):
    heard = client.predict(source=handle_file(film), music="preset:sadness", api_name="/listen")
    for segment in heard["emotions"]:
        assert sum(segment.values()) == pytest.approx(1, abs=0.01)


def test_what_is_changed_is_heard_as_changed(client, film):
    heard = client.predict(
        source=handle_file(film), music="preset:sadness", changes="sadness=awe", mute="ambience",
        music_offset=0.1, api_name="/listen",
    )  # fmt: skip
    assert all(segment["sadness"] == 0 for segment in heard["emotions"]) and heard["ambience"] == []
    assert all(0 < still["music"] < 1 and still["ambience"] is None for still in heard["relevance"])
    dialled = client.predict(source=handle_file(film), mood="awe:fear:0.25", api_name="/listen")
    assert dialled["emotions"][0]["awe"] == 0.75


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"music": "/etc/passwd"}, "no sound"),
        ({"colors": "red"}, "colour row"),
        ({"frame": 99}, "13 frames"),
        ({"mood": "joy"}, "no emotion"),
        ({"mute": "trumpet"}, "no lane"),
    ],
)
def test_what_is_wrong_is_said(client, film, wrong, said):
    with pytest.raises(AppError, match=said):
        client.predict(source=handle_file(film), api_name="/preview", **wrong)


def test_files_of_the_server_stay_there(live):
    import urllib.error
    import urllib.request

    with pytest.raises(urllib.error.HTTPError, match="403|404"):
        urllib.request.urlopen(f"{live[0]}gradio_api/file=/etc/hostname")
