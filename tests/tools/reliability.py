#!/usr/bin/env python3
"""Builds under bad conditions: killed, stopped, without room, many at once, with files changing
under them, and on other machines. Usage: reliability.py PROGRAM [KILLS]"""

import hashlib, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
PAGES = 24
random.seed(20260101)


def write_page(site, number, version):
    text = f"---\ntitle: Page {number}\ndate: 2026-01-02\n---\n"
    text += f"Version {version} of page {number}. [The next](p{(number + 1) % PAGES}.md)\n\n"
    text += "".join(f"## Part {n}\n\nSome words of part {n}.\n\n" for n in range(6))
    # As careful editors do: the page is never half written.
    draft = site / "draft"
    draft.write_text(text)
    draft.rename(site / "content" / f"p{number}.md")


def make_site(folder):
    (folder / "content").mkdir(parents=True)
    (folder / "hugo.toml").write_text("baseURL = 'https://www.example.org/'\n")
    for number in range(PAGES):
        write_page(folder, number, 0)
    return folder


def command(*arguments):
    return [str(PROGRAM), "build", "--quiet", *arguments]


def build(site, *arguments, **options):
    return subprocess.run(command(*arguments), cwd=site, capture_output=True, text=True, **options)


def digests(output):
    return {p.relative_to(output).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
            for p in sorted(output.rglob("*.pdf"))}


def whole(output):
    """No PDF is torn."""
    for path in output.rglob("*.pdf"):
        data = path.read_bytes()
        assert data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), f"{path} is torn"


def clean(site, output):
    """What is there is what a build into an empty folder gives, and nothing is left over."""
    result = build(site)
    assert result.returncode == 0, result.stderr
    whole(output)
    left = [p for p in output.rglob("*") if p.name.endswith(".tmp") or p.name == "journal"]
    assert not left, f"left behind: {left}"
    with tempfile.TemporaryDirectory() as other:
        assert build(site, "--output", other).returncode == 0
        assert digests(output) == digests(Path(other)), "not what a clean build gives"
        manifests = [json.loads((folder / "manifest.json").read_text()) for folder in (output, Path(other))]
        assert manifests[0] == manifests[1], "the manifest is not that of a clean build"


def edit_some(site, version):
    for number in random.sample(range(PAGES), 8):
        write_page(site, number, version)


def killed(site, output):
    """kill -9 at any moment: no torn file, the last good PDFs stay, what was done counts."""
    edit_some(site, -1)
    begin = time.monotonic()
    build(site)
    length, cut = time.monotonic() - begin, 0
    for turn in range(KILLS):
        edit_some(site, turn + 1)
        before = set(digests(output))
        process = subprocess.Popen(command(), cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0, length))
        cut += process.poll() is None
        process.kill()
        process.wait()
        whole(output)
        assert before <= set(digests(output)), "a PDF is gone"
    clean(site, output)
    assert cut > KILLS // 3, f"only {cut} of {KILLS} kills came in time"
    return f"{cut} of {KILLS} builds cut off"


def stopped(site, output):
    """SIGTERM and SIGINT: the end comes within two seconds, and the manifest is whole."""
    for which, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        process = subprocess.Popen(command("--force"), cwd=site, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(LENGTH / 3)
        start = time.monotonic()
        process.send_signal(which)
        assert process.wait(timeout=10) == code, process.returncode
        assert time.monotonic() - start < 2.5, "it took too long"
        whole(output)
        json.loads((output / "manifest.json").read_text())
    clean(site, output)


def many(site, output):
    """Twenty at once: one builds, the others say who does and go."""
    edit_some(site, "many")
    starts = [subprocess.Popen(command("--force"), cwd=site, stdout=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True) for _ in range(20)]
    ends = [(process.communicate()[1], process.returncode) for process in starts]
    codes = [code for _, code in ends]
    assert set(codes) == {0, 75}, codes
    assert all("another build works in" in text and "process " in text for text, code in ends if code == 75)
    clean(site, output)
    return f"{codes.count(75)} of 20 turned away"


def changing(site, output):
    """Files that change under a build: what is made is told with the input it was made of."""
    done = threading.Event()

    def edit():
        turn = 0
        while not done.is_set():
            write_page(site, random.randrange(PAGES), f"moving {turn}")
            turn += 1
            time.sleep(0.005)

    editor = threading.Thread(target=edit)
    editor.start()
    for _ in range(5):
        assert build(site).returncode == 0
    done.set()
    editor.join()
    clean(site, output)


def no_room(site):
    """A full disk and one that cannot be written: exit code 3, the last good PDFs stay."""
    if os.geteuid() != 0:
        return "SKIPPED: only root may mount a small disk"
    with tempfile.TemporaryDirectory() as disk:
        mount = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk]
        if subprocess.run(mount, capture_output=True).returncode != 0:
            return "SKIPPED: a small disk cannot be mounted here"
        try:
            output = Path(disk)
            assert build(site, "content/p1.md", "--output", disk).returncode == 0
            good = digests(output)
            result = build(site, "--output", disk)
            assert result.returncode == 3, result.returncode
            assert "No space left" in result.stderr, result.stderr
            whole(output)
            assert good.items() <= digests(output).items(), "the last good PDF is gone"
            assert not [p for p in output.rglob("*.tmp")], "drafts fill the disk"
            before = digests(output)
            subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
            result = build(site, "--output", disk)
            assert result.returncode == 3, result.returncode
            assert digests(output) == before
        finally:
            subprocess.run(["umount", disk], check=True)


def elsewhere(site):
    """The same bytes whatever the jobs, time zone, locale, home, folder, order and day."""
    here = tempfile.mkdtemp()
    assert build(site, "--output", here, "--jobs", "1").returncode == 0
    moved = Path(tempfile.mkdtemp()) / "another folder"
    moved.mkdir()
    # Folders list files in another order when they were made in another order.
    paths = [p for p in site.rglob("*") if p.is_file() and "output" not in p.parts]
    for path in reversed(paths):
        target = moved / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    there = moved / "output"
    environment = dict(os.environ, TZ="Pacific/Kiritimati", LANG="tr_TR.UTF-8", LC_ALL="tr_TR.UTF-8",
                       HOME="/nonexistent", SOURCE_DATE_EPOCH="1893456000")
    assert build(moved, "--jobs", "4", env=environment).returncode == 0
    assert digests(Path(here)) == digests(there), "the bytes differ"
    first, second = (Path(p, "manifest.json").read_bytes() for p in (here, there))
    assert first == second, "the manifests differ"
    for folder in (here, moved.parent):
        shutil.rmtree(folder)


def thousand():
    """A thousand pages: nothing to do, one page, the brand."""
    global PAGES
    kept, PAGES = PAGES, 1000
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        report = lambda *more: json.loads(build(site, "--format", "json", *more).stdout)
        written = lambda report: sum(one["written"] for one in report["documents"])
        assert written(report()) == 1000
        start = time.monotonic()
        assert written(report()) == 0
        spent = time.monotonic() - start
        write_page(site, 7, "new")
        assert written(report()) == 1
        (site / "_brand.yml").write_text("meta: { name: Another }\n")
        assert written(report()) == 1000
    PAGES = kept
    return f"nothing to do in {spent:.2f} s"


with tempfile.TemporaryDirectory() as folder:
    site = make_site(Path(folder) / "site")
    output = site / "output"
    begin = time.monotonic()
    assert build(site).returncode == 0
    LENGTH = time.monotonic() - begin
    only = sys.argv[3:]
    steps = [("killed", lambda: killed(site, output)), ("stopped", lambda: stopped(site, output)),
             ("many at once", lambda: many(site, output)), ("files changing", lambda: changing(site, output)),
             ("no room", lambda: no_room(site)), ("elsewhere", lambda: elsewhere(site)),
             ("a thousand pages", thousand)]
    for name, step in steps:
        if only and name not in only:
            continue
        print(f"{name}: {step() or 'ok'}", flush=True)
