"""Files of a look as the page hands them out."""

import pytest

from lvocal.color.grade_files import LABEL
from lvocal.ui.forms import DEFAULTS
from lvocal.ui.look_files import write_file
from lvocal.ui.looks_form import controls_of, looks
from lvocal.ui.visits import Visit
from lvocal.values import UserError


@pytest.fixture
def visit(tmp_path) -> Visit:
    return Visit("anna", tmp_path)


def test_the_files_are_of_the_look_that_the_form_wears(visit):
    form = {**DEFAULTS, **controls_of(looks()["sepia-memory"], DEFAULTS)}
    path, said = write_file("cube", visit, form, 17)
    assert path.name == "sepia-memory.cube" and said == LABEL
    assert 'TITLE "Sepia memory"' in path.read_text() and "LUT_3D_SIZE 17" in path.read_text()
    for kind in ("cdl", "cc"):
        path, said = write_file(kind, visit, form, 17)
        assert path.name == f"sepia-memory.{kind}" and "mean dE" in said and LABEL in path.read_text()


def test_a_trim_that_is_no_look_any_more_has_a_name_of_its_own(visit):
    path, _ = write_file("cube", visit, {**DEFAULTS, "saturation": 0.123}, 17)
    assert path.name == "own-trim.cube"


def test_a_page_needs_a_take(visit):
    with pytest.raises(UserError, match="no take"):
        write_file("pdf", visit, DEFAULTS, 17)
    with pytest.raises(ValueError, match="unknown kind"):
        write_file("../x", visit, DEFAULTS, 17)
