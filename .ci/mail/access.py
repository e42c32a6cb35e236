"""How servers let in: passwords from the environment and from programs, and certificates of an authority of one's own."""
import json, os, subprocess
from servers import PASSWORD, USER


def check(offprint, dovecot, postfix, certificates):
    with open("table.json", "w") as file:
        json.dump([{"name": "Åsa", "email": "a@example.org"}, {"name": "李明", "email": "用户@example.org"}], file)
    with open("content/access.md", "w") as file:
        file.write("---\nsubject: Hej {{< merge name >}}\n---\nHej!\n")
    with open("../password", "w") as file:
        file.write(f"{PASSWORD}\nnot this\n")
    known, command = f", ca: {certificates.ca}", ", password_command: [cat, ../password]"

    def run(name, code, rest="", said="", **variables):
        way = "--imap" if "imap" in name else "--send"
        port = {"smtp": postfix.port, "imap starttls": dovecot.port, "imap tls": dovecot.tls_port}[" ".join(name.split()[:2]) if "imap" in name else "smtp"]
        encryption = "starttls" if way == "--send" or "starttls" in name else "tls"
        server = f"host: localhost, port: {port}, encryption: {encryption}{rest}"
        folder = 'drafts: "Entwürfe", ' if "folder" in name else ""
        with open("offprint.yml", "w") as file:
            file.write(f"mail: {{ from: {USER}, rate: 60000, {folder}{way[2:].replace('send', 'smtp')}: {{ {server} }} }}\n")
        campaign = name.replace(" ", "-")
        done = subprocess.run([offprint, "mail", "content/access.md", "table.json", "--campaign", campaign, way], capture_output=True, text=True, env={**os.environ, **variables})
        assert done.returncode == code and said in done.stderr, (name, done.returncode, done.stderr)
        assert PASSWORD not in done.stderr + done.stdout and "not this" not in done.stderr + done.stdout
        journal = f"output/mail/{campaign}/journal.jsonl"
        assert not os.path.exists(journal) or PASSWORD not in open(journal).read()
        return done

    for way in ("smtp", "imap tls", "imap starttls"):
        variable = f"OFFPRINT_{way[:4].upper()}_PASSWORD"
        run(f"{way} environment", 0, known, **{variable: PASSWORD})
        run(f"{way} program", 0, known + command)
        run(f"{way} stranger", 75, command, "certificate")
        run(f"{way} wrong", 75, known, **{variable: "wrong"})
        run(f"{way} silent", 2, known + ", password_command: [\"true\"]", "its first line is empty")
        run(f"{way} failing", 2, known + ", password_command: [\"false\"]", "it ended with code 1")
    run("imap tls folder", 0, known + command)
    assert len(dovecot.messages("Entw&APw-rfe")) == 2
    drafts = dovecot.messages("Utkast")
    assert len(drafts) == 8 and all(b"\\Draft" in flags for flags, _ in drafts), drafts
    taken = postfix.taken()
    assert len(taken) == 4 and sum(" <用户@example.org>\r\n".encode() in message for message in taken) == 2
    print("passwords from the environment and from programs, own certificates, named folders, addresses in other scripts")
