"""A report says the same in both files, shows any name as it is, and can be carried away."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from lvocal.evaluate.reports.report import Grid, Report, Section, Shown, write_report

NASTY = '<script>alert(1)</script> & "x" | [y](z) *b* #1 ü.mp4'


class Page(HTMLParser):
    """What a browser would make of it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def written(folder: Path) -> tuple[Page, str]:
    grid = Grid(("clip", "PSNR"), ((NASTY, "30.00"), ("b", "")), note=f"note {NASTY}")
    picture = Shown(f"clips/{NASTY}.jpg", NASTY)
    sections = (Section("Numbers", (NASTY,), (grid,)), Section(NASTY, pictures=(picture,), level=3))
    page = write_report(folder, Report(f"Title {NASTY}", ("first line",), sections))
    assert page == folder / "index.html"
    return Page(page.read_text()), (folder / "report.md").read_text()


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    page, text = written(tmp_path / "new" / "folder")
    assert "script" not in page.tags
    assert sum(NASTY in word for word in page.words) == 6  # two titles, line, cell, note, heading
    assert "<script" not in text.replace("\\<", "") and "| [y]" not in text


def test_pictures_are_found_beside_the_page_whatever_they_are_called(tmp_path: Path) -> None:
    page, text = written(tmp_path)
    assert len(page.links) == 2 and {unquote(link) for link in page.links} == {f"clips/{NASTY}.jpg"}
    assert not any(link.startswith(("/", "http", "file")) for link in page.links)
    link = text.split("](")[-1].split(")\n")[0]
    assert unquote(link) == f"clips/{NASTY}.jpg"


def test_tables_of_the_text_have_as_many_cells_in_every_row(tmp_path: Path) -> None:
    _, text = written(tmp_path)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert [row.replace("\\|", "").count("|") for row in rows] == [3, 3, 3, 3]
    assert rows[1] == "| --- | ---: |"


def test_every_line_of_a_report_stands_in_both_files(tmp_path: Path) -> None:
    page, text = written(tmp_path)
    for words in ("first line", "Numbers", "clip", "PSNR", "30.00"):
        assert any(words in found for found in page.words) and words in text


def test_the_same_report_is_the_same_file(tmp_path: Path) -> None:
    written(tmp_path / "a")
    written(tmp_path / "b")
    for name in ("index.html", "report.md"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
