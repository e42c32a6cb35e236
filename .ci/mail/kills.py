"""The program, or its line, is ended at every step of its talk with a server: nothing is handed over twice, nothing is lost, and what cannot be known is listed."""
import collections, json, os, random, subprocess
from between import IMAP_STEPS, SMTP_STEPS, Between
from servers import PASSWORD, USER, header


class Campaign:
    def __init__(self, project, name, way, recipients, port, certificates, encryption="starttls"):
        self.project, self.name, self.way, self.recipients = project, name, way, recipients
        self.folder = f"output/mail/{name}"
        with open("table.json", "w") as file:
            who = lambda n: "nobody" if way == "smtp" and n % 50 == 7 else "some"
            json.dump([{"name": f"Namn {n}", "email": f"{who(n)}{n}@example.org"} for n in range(recipients)], file)
        with open("content/note.md", "w") as file:
            file.write("---\nsubject: Hej {{< merge name >}}\n---\nHej {{< merge name >}}!\n\n" + "Text på rad.\n\n" * 40)
        with open("offprint.yml", "w") as file:
            file.write(f"mail: {{ from: {USER}, rate: 600000, {way}: {{ host: localhost, port: {port}, encryption: {encryption}, ca: {certificates.ca}, timeout: 60 }} }}\n")

    def command(self, *more):
        hand_over = "--send" if self.way == "smtp" else "--imap"
        return [self.project, "mail", "content/note.md", "table.json", "--campaign", self.name, hand_over, "--resume", *more]

    def environment(self):
        way = self.way.upper()
        return {**os.environ, f"OFFPRINT_{way}_USER": USER, f"OFFPRINT_{way}_PASSWORD": PASSWORD}

    def start(self, *more):
        return subprocess.Popen(self.command(*more), env=self.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def states(self):
        states = {}
        with open(f"{self.folder}/journal.jsonl") as file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue  # cut off by a kill
                states[entry["id"]] = "unknown" if entry["state"] == "sending" else entry["state"]
        return states


def ended_everywhere(campaign, between, steps, each, chance):
    """Ends the program or its line at each step, `each` times; gives how often it came to that."""
    ended = collections.Counter()
    once = ("CONNECT", "EHLO", "STARTTLS", "EHLO again", "AUTH", "CAPABILITY", "AUTHENTICATE", "TOKEN", "LIST", "QUIT", "LOGOUT")
    for turn in range(each):
        for number, step in enumerate(steps):
            fault = "cut" if (turn + number) % 4 == 3 else "kill"
            count = 1 if step[0] in once else chance.randint(1, 3)
            limit = [] if step[0] not in ("QUIT", "LOGOUT") else ["--limit", "2"]
            # A line that breaks does not end the program: without a limit it would go on to the end.
            limit = ["--limit", "4"] if fault == "cut" else limit
            process = campaign.start(*limit)
            between.arm(process, step, count, fault)
            process.communicate()
            ended[step, fault] += between.hit
            between.target = None
    return ended


def check(campaign, between, server, steps, each, taken):
    chance = random.Random(7)
    ended = ended_everywhere(campaign, between, steps, each, chance)
    for step in steps:
        assert any(ended[step, fault] for fault in ("kill", "cut")), f"{step} was never reached"
    for _ in range(3):  # what was busy or cut is tried again
        last = campaign.start()
        said = last.communicate()[1]
    states, arrived = campaign.states(), collections.Counter(header(message, "Message-ID").strip("<>") for message in taken())
    of = lambda state: {id for id, found in states.items() if found == state}
    twice = [id for id, times in arrived.items() if times > 1]
    lost = [id for id in states if id not in arrived and id not in of("unknown") | of("refused")]
    assert not twice, f"handed over twice: {twice}"
    assert not lost and len(states) == campaign.recipients, f"lost: {lost}"
    assert of("sent") <= set(arrived), "said to be handed over, and was not"
    assert not of("planned") | of("later"), said
    assert not of("refused") & set(arrived)
    if campaign.way == "smtp":
        assert len(of("refused")) == len([n for n in range(campaign.recipients) if n % 50 == 7]), of("refused")
    kills = sum(times for (_, fault), times in ended.items() if fault == "kill")
    cuts = sum(ended.values()) - kills
    assert said.count("UNKNOWN") == len(of("unknown")) <= kills + cuts, said
    print(f"{campaign.name}: {campaign.recipients} recipients, {kills} kills and {cuts} broken lines at {len(steps)} steps: 0 twice, 0 lost, "
          f"{len(of('unknown'))} unknown and listed ({len(of('unknown') & set(arrived))} of them arrived), {len(of('refused'))} refused")
    return ended, of("unknown")


def smtp(offprint, name, server, certificates, recipients, each):
    between = Between(certificates, server.port, "smtp")
    campaign = Campaign(offprint, name, "smtp", recipients, between.port, certificates)
    check(campaign, between, server, SMTP_STEPS, each, server.taken)
    between.stop()


def imap(offprint, dovecot, certificates, recipients, each):
    dovecot.empty("Utkast")
    between = Between(certificates, dovecot.tls_port, "imap", at_once=True)
    campaign = Campaign(offprint, "drafts", "imap", recipients, between.port, certificates, "tls")
    messages = lambda: [message for _, message in dovecot.messages("Utkast")]
    _, unknown = check(campaign, between, dovecot, IMAP_STEPS, each, messages)
    assert not unknown, "the folder tells what was placed"
    assert all(b"\\Draft" in flags for flags, _ in dovecot.messages("Utkast"))
    between.stop()
