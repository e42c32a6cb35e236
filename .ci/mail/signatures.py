"""Signatures checked by dkimpy, with keys as OpenSSL writes them."""
import base64, json, os, subprocess
import dkim
from servers import Aiosmtpd, shell

SIGNED = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-unsubscribe", "list-unsubscribe-post"}


def keys(folder):
    """Kinds of keys: what makes the private one, and the record of the public one."""
    rsa = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    made = {"rsa": rsa, "ed25519": ["openssl", "genpkey", "-algorithm", "ED25519"], "old": ["openssl", "genrsa", "-traditional"]}
    for name, command in made.items():
        path = f"{folder}/{name}.key"
        shell(*command, "-out", path)
        public = shell("openssl", "pkey", "-in", path, "-pubout", "-outform", "DER").stdout
        if name == "ed25519":
            yield name, path, b"v=DKIM1; k=ed25519; p=" + base64.b64encode(public[-32:])
        else:
            yield name, path, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def check(offprint, folder):
    people = [{"name": "Åsa", "email": "a@example.org"}, {"name": "李明", "email": "用户@example.org"}, {"name": "x" * 80 + " " + "ö" * 80, "email": "b@example.org"}]
    with open("table.json", "w") as file:
        json.dump(people, file)
    with open("content/signed.md", "w") as file:
        file.write("---\nsubject: Hej {{< merge name >}}\n---\nHej  {{< merge name >}}!\n\n    code  with  blanks\n\n.dot\n")
    count = 0
    for name, path, record in keys(folder):
        server = Aiosmtpd(enable_SMTPUTF8=True)
        with open("offprint.yml", "w") as file:
            file.write(f"""mail:
  from: Anna Ek <anna@example.org>
  unsubscribe: ["https://example.org/off", "mailto:off@example.org"]
  rate: 60000
  smtp: {{ host: 127.0.0.1, port: {server.port}, encryption: none }}
  dkim: {{ domain: example.org, selector: {name}, key_file: {path} }}
""")
        in_environment = {**os.environ, "OFFPRINT_DKIM_KEY": open(path).read()} if name == "old" else None
        done = subprocess.run([offprint, "mail", "content/signed.md", "table.json", "--campaign", name, "--send"], capture_output=True, text=True, env=in_environment)
        assert done.returncode == 0, done.stderr
        taken = server.taken()
        server.stop()
        assert len(taken) == len(people), done.stderr

        def published(where, timeout=5):
            assert where == f"{name}._domainkey.example.org.".encode(), where
            return record

        for message in taken:
            verifier = dkim.DKIM(message)
            assert verifier.verify(dnsfunc=published), f"{name}: {message[:600]}"
            signed = {field.strip().lower().decode() for field in verifier.include_headers}
            assert SIGNED <= signed, SIGNED - signed
            count += 1
            for old, new in ((b"Subject: ", b"Subject: Re: "), (b"\r\n\r\n", b"\r\n\r\nx\r\n"), (b"One-Click", b"Two-Click"), (b"MIME-Version", b"Cc: evil@example.org\r\nMIME-Version")):
                changed = message.replace(old, new, 1)
                try:
                    verified = dkim.DKIM(changed).verify(dnsfunc=published)
                except dkim.DKIMException:
                    verified = False
                assert changed != message and not verified, (name, new)
        assert " <用户@example.org>\r\n".encode() in taken[1]
    print(f"{count} signatures by RSA and Ed25519 keys hold, and none does once the message is changed")
