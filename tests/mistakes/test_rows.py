"""Wrong lines as people write them get a code that a marker accepts; right lines get none."""

import pytest

from tests.mistakes.check import check_repairs, diagnosis
from tests.mistakes.rows import RIGHT, WRONG, Row


@pytest.mark.parametrize("row", WRONG, ids=[f"{at}-{r.codes.split()[0]}" for at, r in enumerate(WRONG)])
def test_wrong_lines(row: Row):
    findings = diagnosis(row.written, row.right, row.hypotheses, row.quantity)
    assert findings and findings[0].code in row.codes.split()
    check_repairs(findings, row.right, row.hypotheses)


@pytest.mark.parametrize("row", RIGHT)
def test_right_lines(row: Row):
    assert diagnosis(row.written, row.right, row.hypotheses, row.quantity) == ()
