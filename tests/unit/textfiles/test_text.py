"""Reading a file's text: any editor's encoding, or one sentence."""

import pytest

from attune_sim.errors import InputError
from attune_sim.textfiles.text import read_text

TEXT = 'title = "Zoë’s care"\nseed = 1\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_editors_write_is_read(tmp_path, encoding):
    path = tmp_path / "mine.toml"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    assert read_text(path) == TEXT


def test_utf_16_of_the_other_byte_order_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert read_text(path) == TEXT


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (TEXT.replace("’", "'").encode("latin-1"), r"line 1: this is not a text file in UTF-8"),
        (b"a = 1\nb = '\xff'", r"line 2: .*\(byte 0xff\); save it again .* UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "line 1: this is not a text file in UTF-8|is not a text file$"),
        (b"GIF\0\0", "is not a text file$"),
        (b"\xff\xfea\0b", "UTF-16 is damaged"),
        (b"#" * 300_000, "is larger than 250 kB, the most that is read"),
    ],
)
def test_what_is_no_text_gets_a_sentence(tmp_path, content, told):
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=told) as error:
        read_text(path)
    assert str(path) in str(error.value)


def test_a_folder_a_missing_file_and_an_impossible_name_are_told_apart(tmp_path):
    with pytest.raises(InputError, match="is a folder; a text file is needed"):
        read_text(tmp_path)
    with pytest.raises(InputError, match=r"there is no file .*gone\.toml"):
        read_text(tmp_path / "gone.toml")
    with pytest.raises(InputError, match=r"there is no file '.*a\\x00b'"):
        read_text(tmp_path / "a\0b")
    too_long = r"aaa\.\.\. cannot be read: File name too long|there is no file .*aaa\.\.\."
    with pytest.raises(InputError, match=too_long) as error:
        read_text(tmp_path / ("a" * 5_000))
    assert len(str(error.value)) < 300


def test_no_more_is_read_than_is_allowed(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(b"a" * 11)
    assert read_text(path, largest=11) == "a" * 11
    with pytest.raises(InputError, match="larger"):
        read_text(path, largest=10)
