"""Drafts read by parsers that know nothing of each other: Python's email, mail-parser, mu (GMime), and Node's mailparser and postal-mime."""
import base64, email, email.policy, hashlib, json, os, re, subprocess, tempfile
import mailparser

SCRIPTS = [
    "Offert Malmö", "Tilbud Ærø", "Übergröße & Söhne", "Ponuđa š đ ž", "Žluťoučký kůň", "Zażółć gęślą", "Árajánlat őű", "Teklif ığş", "Đề nghị", "Þjónusta",
    "Пропозиція", "Предложение", "Πρόταση", "Առաջարկ", "შეთავაზება", "הצעה", "عرض سعر", "پیشنهاد", "प्रस्ताव", "প্রস্তাব",
    "ਪ੍ਰਸਤਾਵ", "પ્રસ્તાવ", "முன்மொழிவு", "ప్రతిపాదన", "ಪ್ರಸ್ತಾವನೆ", "നിർദ്ദേശം", "යෝජනාව", "ข้อเสนอ", "ຂໍ້ສະເໜີ", "အဆိုပြုချက်",
    "សំណើ", "ሀሳብ", "提案書", "报价单", "報價單", "제안서", "𝔉𝔯𝔞𝔨𝔱𝔲𝔯", "emoji 🎉 👩‍👩‍👧", "Naïve café’s", "ﬁ ligature",
    "a" * 120, "å" * 60, "界" * 50, "comma, semi; (paren)", "percent %41 %C3%A5", "equals=sign", "apostrophe'", "two  blanks", "dots.in.name", "=utf-8''no%20word=",
]
PAGE = """---
subject: "Hej {{< merge name >}}"
attach: content/offer.md
attachname: "{title} {row}.pdf"
---
Hej {{< merge name >}}! [Läs](https://a.example/?n={{< merge title >}})
"""
OFFER = "---\ntitle: Offer\ndate: 2026-01-02\n---\n\n## Offer\n\nText.\n"
NODE = """
const fs = require('fs'), crypto = require('crypto');
const { simpleParser } = require('mailparser');
const of = (name, bytes) => [name, bytes.length, crypto.createHash('sha256').update(bytes).digest('hex')];
(async () => {
  const { default: PostalMime } = await import(process.env.POSTAL_MIME);
  for (const file of process.argv.slice(1)) {
    const data = fs.readFileSync(file);
    const one = await simpleParser(data), other = await PostalMime.parse(data);
    const pdf = list => list.filter(part => (part.contentType || part.mimeType) === 'application/pdf');
    console.log(JSON.stringify([pdf(one.attachments).map(part => of(part.filename, part.content)), pdf(other.attachments).map(part => of(part.filename, Buffer.from(part.content)))]));
  }
})();
"""


def file(name, data):
    return [name, len(data), hashlib.sha256(data).hexdigest()]


def python(data):
    """Python's own, as strict as it can be."""
    message = email.message_from_bytes(data, policy=email.policy.strict)
    parts = list(message.walk())
    assert not [part.defects for part in parts if part.defects]
    assert not [value.defects for part in parts for value in part.values() if getattr(value, "defects", None)]
    return [file(part.get_filename(), part.get_content()) for part in parts if part.get_content_type() == "application/pdf"]


def mail_parser(data):
    message = mailparser.parse_from_bytes(data)
    assert not message.has_defects, message.defects
    pdfs = [part for part in message.attachments if part["mail_content_type"] == "application/pdf"]
    return [file(part["filename"], base64.b64decode(part["payload"])) for part in pdfs]


def mu(path):
    """The names as it lists them: those of the files that it writes are made harmless first."""
    path = os.path.abspath(path)
    listed = subprocess.run(["mu", "extract", "--nocolor", path], check=True, capture_output=True, text=True).stdout
    names = re.findall(r"^ *\d+ (.+) application/pdf ", listed, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["mu", "extract", "--save-attachments", f"--target-dir={folder}", path], check=True, capture_output=True)
        saved = [open(f"{folder}/{name}", "rb").read() for name in os.listdir(folder) if name.endswith(".pdf")]
        return [file(name, data) for name, data in zip(names, saved, strict=True)]


def node(paths, modules):
    """Two parsers of Node, in one process for all files."""
    environment = {**os.environ, "NODE_PATH": modules, "POSTAL_MIME": f"{modules}/postal-mime/dist/esm/postal-mime.js"}
    done = subprocess.run(["node", "-e", NODE, *paths], check=True, capture_output=True, text=True, env=environment)
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(offprint, modules):
    names = [f"{SCRIPTS[n % len(SCRIPTS)]} {chr(0xE0 + n // len(SCRIPTS))}" for n in range(200)]
    for name, text in (("mail", PAGE), ("offer", OFFER)):
        open(f"content/{name}.md", "w").write(text)
    with open("table.json", "w") as table:
        json.dump([{"name": f"Namn {n}", "email": f"n{n}@example.org", "title": name} for n, name in enumerate(names)], table)
    open("offprint.yml", "w").write("mail: { from: a@example.org, unsubscribe: [\"https://example.org/off\", \"mailto:off@example.org\"] }\n")
    for command in (["merge", "content/offer.md", "table.json"], ["mail", "content/mail.md", "table.json"]):
        subprocess.run([offprint, *command], check=True, capture_output=True)
    paths = [f"output/mail/mail/{name}" for name in sorted(os.listdir("output/mail/mail"))]
    assert len(paths) == 200, len(paths)
    for number, (path, theirs) in enumerate(zip(paths, node(paths, modules), strict=True)):
        data = open(path, "rb").read()
        pdf = open(f"output/merge/offer/offer-{number + 1:03}.pdf", "rb").read()
        wanted = [file(" ".join(f"{names[number]} {number + 1}.pdf".split()), pdf)]
        assert data.isascii() and all(len(line) <= 998 for line in data.split(b"\r\n")), path
        found = {"python": python(data), "mail-parser": mail_parser(data), "mu": mu(path), "mailparser": theirs[0], "postal-mime": theirs[1]}
        for parser, files in found.items():
            assert files == wanted, f"{parser}: {files}, not {wanted}"
    print(f"{len(paths)} drafts: {len(found)} parsers find the same names, sizes and digests, and no defect")
