"""A room that sends notices, made for these tests."""

import pytest

WORDS = {
    "cast/notices/hello.vi.txt": "Subject: Hồi Âm: vụ việc {{ case }}\n\nKính gửi ông/bà <&>,\n{{ due }}\n{{ link }}\n",
    "cast/notices/hello.en.txt": "Subject: Case {{ case }}\n\nDear reader,\n{{ due }}\n{{ link }}\n",
    "cast/notices/headless.vi.txt": "Kính gửi\n",
}


@pytest.fixture(autouse=True)
def words(settings):
    """Templates of the room `cast`."""
    loader = ("django.template.loaders.locmem.Loader", WORDS)
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]
    settings.DEFAULT_FROM_EMAIL = "Hồi Âm Đông Kinh <hoi-am@dongkinh.test>"
