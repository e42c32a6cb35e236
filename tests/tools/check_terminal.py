#!/usr/bin/env python3
"""What a person sees of a build on a terminal: a bar while it works, nothing of it afterwards, and
no bar where there is no terminal. check_terminal.py OFFPRINT needs pyte, a terminal in memory."""

import fcntl, os, pty, select, signal, struct, subprocess, sys, tempfile, termios, time
from pathlib import Path

import pyte

PROGRAM = os.path.abspath(sys.argv[1])


def make_site(folder):
    (folder / "content").mkdir()
    (folder / "hugo.toml").write_text("title = 'T'\n")
    words = "".join(f"## Part {n}\n\n{'words that fill the page ' * 150}\n\n" for n in range(10))
    for number in range(16):
        (folder / f"content/p{number:02}.md").write_text(f"---\ntitle: Page {number}\ndate: 2026-01-02\n---\n{words}")


def seen(folder, columns, *arguments, stop=None, **environment):
    """The exit code, all bars that stood on the screen, and all lines that are left in the end."""
    screen = pyte.HistoryScreen(columns, 24, history=2000)
    stream = pyte.ByteStream(screen)
    pid, terminal = pty.fork()
    if pid == 0:
        for name in "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE":
            os.environ.pop(name, None)
        os.environ.update({"TERM": "xterm-256color", **environment})
        os.chdir(folder)
        os.execv(PROGRAM, ["offprint", "build", "--force", "--jobs", "2", *arguments])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    bars, begin, raw = [], time.monotonic(), b""
    while True:
        if stop and bars and not stop_sent(pid, stop):
            stop = None
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            try:
                data = os.read(terminal, 65536)
            except OSError:
                break
            if not data:
                break
            raw += data
            stream.feed(data)
            shown = [line.rstrip() for line in screen.display if " of 16" in line]
            assert len(shown) <= 1, f"two bars at once: {shown}"
            bars += [line for line in shown if line not in bars[-1:]]
    _, status = os.waitpid(pid, 0)
    lines = ["".join(line[x].data for x in range(columns)).rstrip() for line in screen.history.top]
    lines += [line.rstrip() for line in screen.display]
    return os.waitstatus_to_exitcode(status), bars, [line for line in lines if line], raw


def stop_sent(pid, number):
    os.kill(pid, number)
    return False


def no_rests(lines):
    rests = [line for line in lines if " of 16" in line or "░" in line or "█" in line]
    assert not rests, rests


def main(folder):
    make_site(folder)
    for columns in 100, 60, 40, 24:
        code, bars, lines, _ = seen(folder, columns)
        assert code == 0 and len(bars) > 3, (columns, code, bars)
        assert all(len(line) <= columns for line in bars), bars
        no_rests(lines)
        text = "".join(lines)
        assert "16 documents built" in text or columns < 60, lines[-3:]
        print(f"{columns} columns: {bars[len(bars) // 2]}")
    code, bars, lines, raw = seen(folder, 80, NO_COLOR="1")
    assert code == 0 and bars and b"\x1b[3" not in raw and b"\x1b[1m" not in raw, raw[:300]
    no_rests(lines)
    code, bars, lines, raw = seen(folder, 80, TERM="dumb")
    assert code == 0 and not bars and b"\x1b" not in raw, (bars, raw[:300])
    code, bars, lines, raw = seen(folder, 80, "--quiet")
    assert code == 0 and not raw.strip(), raw[:300]
    for which, expected in (signal.SIGINT, 130), (signal.SIGTERM, 143):
        code, bars, lines, raw = seen(folder, 80, stop=which)
        assert code == expected and bars, (code, bars)
        no_rests(lines)
        assert b"\x1b[?25l" not in raw or raw.rindex(b"\x1b[?25h") > raw.rindex(b"\x1b[?25l"), "the cursor is gone"
    piped = subprocess.run([PROGRAM, "build", "--force"], cwd=folder, capture_output=True, check=True)
    assert b"\x1b" not in piped.stdout + piped.stderr and b" of 16" not in piped.stderr
    print("no bar is left, and none is where it should not be")


with tempfile.TemporaryDirectory() as name:
    main(Path(name))
