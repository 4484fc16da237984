from pathlib import Path

import pytest

from poster.library import starter_library


@pytest.fixture(scope="session")
def root() -> Path:
    return starter_library()
