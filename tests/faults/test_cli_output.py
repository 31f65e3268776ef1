"""`--output` names a file to replace; whatever else stands there stays what it is."""

import os
import stat


def test_a_pipe_or_device_is_written_to_and_never_replaced(book, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        book.ok("show", "7k2m9q", "--output", str(pipe))
        assert stat.S_ISFIFO(pipe.lstat().st_mode)
        assert os.read(reader, 1 << 16).decode() == book.ok("show", "7k2m9q")
    finally:
        os.close(reader)
    assert not list(tmp_path.glob(".*.part"))


def test_a_link_stays_a_link_and_its_file_is_replaced(book, tmp_path):
    file, link = tmp_path / "real.txt", tmp_path / "link.txt"
    file.write_text("old")
    link.symlink_to(file)
    book.ok("show", "7k2m9q", "--output", str(link))
    assert link.is_symlink()
    assert file.read_text() == book.ok("show", "7k2m9q")


def test_a_folder_is_refused(book, tmp_path):
    done = book.run("agenda", "--output", str(tmp_path))
    assert done.code == 8
    assert "cannot be written" in done.err
