"""Real mail servers on high ports of this machine: Postfix, Dovecot and aiosmtpd, with certificates of an authority of their own.

Postfix and Dovecot want to be root; without systemd they are started by hand.
"""
import email, email.policy, imaplib, logging, os, pwd, shutil, socket, ssl, subprocess, time
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # aiosmtpd tells of every line that breaks

USER, PASSWORD = "anna@example.org", "påss word"


def shell(*words, **more):
    return subprocess.run(words, check=True, capture_output=True, **more)


def daemon(*words):
    """Starts or stops a server. It goes on in the background: its output is no pipe of ours."""
    subprocess.run(words, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"nothing listens on port {port}")


class Certificates:
    """An authority, and a certificate of it for `localhost`."""

    def __init__(self, folder):
        self.ca, self.cert, self.key = (f"{folder}/{name}.pem" for name in ("ca", "cert", "key"))
        own, request = f"{folder}/ca-key.pem", f"{folder}/request.pem"
        new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes"]
        shell(*new, "-x509", "-days", "2", "-subj", "/CN=Test authority", "-keyout", own, "-out", self.ca)
        shell(*new, "-subj", "/CN=localhost", "-keyout", self.key, "-out", request)
        with open(f"{folder}/names", "w") as file:
            file.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        shell("openssl", "x509", "-req", "-days", "2", "-in", request, "-CA", self.ca, "-CAkey", own, "-CAcreateserial", "-extfile", f"{folder}/names", "-out", self.cert)

    def server(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.cert, self.key)
        return context

    def client(self):
        return ssl.create_default_context(cafile=self.ca)


class Dovecot:
    """Keeps the mail of one user; `Utkast` is the folder for drafts. Also lets Postfix's users in."""

    def __init__(self, folder, certificates):
        self.port, self.tls_port, self.auth_port = free_port(), free_port(), free_port()
        self.certificates = certificates
        self.config = f"{folder}/dovecot.conf"
        owner = pwd.getpwnam("nobody")
        os.makedirs(f"{folder}/mail")
        os.chown(f"{folder}/mail", owner.pw_uid, owner.pw_gid)
        with open(f"{folder}/users", "w") as file:
            file.write(f"{USER}:{{PLAIN}}{PASSWORD}\n")
        with open(self.config, "w") as file:
            file.write(f"""
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificates.cert}
ssl_key = <{certificates.key}
auth_mechanisms = plain login
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}/mail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Utkast {{
    auto = create
    special_use = \\Drafts
  }}
  mailbox "Entwürfe" {{
    auto = create
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {self.auth_port}
  }}
}}
""")
        daemon("dovecot", "-c", self.config)
        wait_for(self.port), wait_for(self.tls_port), wait_for(self.auth_port)

    def opened(self, folder):
        client = imaplib.IMAP4_SSL("localhost", self.tls_port, ssl_context=self.certificates.client())
        client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
        return client, int(client.select(folder)[1][0])

    def messages(self, folder):
        """The messages of a folder as (flags, bytes), read by Python's own client."""
        client, count = self.opened(folder)
        with client:
            found = client.fetch("1:*", "(FLAGS BODY.PEEK[])")[1] if count else []
            return [(imaplib.ParseFlags(part[0]), part[1]) for part in found if isinstance(part, tuple)]

    def empty(self, folder):
        client, count = self.opened(folder)
        with client:
            if count:
                client.store("1:*", "+FLAGS", "\\Deleted")
                client.expunge()

    def stop(self):
        daemon("doveadm", "-c", self.config, "stop")


class Postfix:
    """Takes messages of users that Dovecot knows, over encrypted lines only; all but those for `nobody…` go into one folder."""

    def __init__(self, folder, certificates, auth_port):
        self.folder, self.port = folder, free_port()
        owner = pwd.getpwnam("nobody")
        for name in ("queue", "data", "mail", "config"):
            os.makedirs(f"{folder}/{name}")
        shutil.chown(f"{folder}/data", "postfix")
        os.chown(f"{folder}/mail", owner.pw_uid, owner.pw_gid)
        shutil.copy("/etc/postfix/dynamicmaps.cf", f"{folder}/config")
        with open(f"{folder}/config/users", "w") as file:
            file.write("/^nobody/ REJECT\n/./ all/\n".replace("/^nobody/ REJECT\n", "if !/^nobody/\n") + "endif\n")
        with open(f"{folder}/config/master.cf", "w") as file:
            file.write(f"127.0.0.1:{self.port} inet n - n - - smtpd\n")
            for line in ("pickup unix n - n 60 1 pickup", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr", "tlsmgr unix - - n 1000? 1 tlsmgr",
                         "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "proxymap unix - - n - - proxymap",
                         "virtual unix - n n - - virtual", "error unix - - n - - error", "retry unix - - n - - error", "anvil unix - - n - 1 anvil",
                         "showq unix n - n - - showq", "flush unix n - n 1000? 0 flush", "postlog unix-dgram n - n - 1 postlogd"):
                file.write(f"{line}\n")
        with open(f"{folder}/config/main.cf", "w") as file:
            file.write(f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = /usr/lib/postfix/sbin
maillog_file = {folder}/postfix.log
maillog_file_prefixes = {folder}
myhostname = localhost
inet_interfaces = loopback-only
inet_protocols = ipv4
mydestination =
alias_maps =
virtual_mailbox_domains = example.org
virtual_mailbox_maps = regexp:{folder}/config/users
virtual_mailbox_base = {folder}/mail
virtual_mailbox_limit = 0
virtual_uid_maps = static:{owner.pw_uid}
virtual_gid_maps = static:{owner.pw_gid}
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {certificates.cert}
smtpd_tls_key_file = {certificates.key}
smtpd_tls_auth_only = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{auth_port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_sasl_authenticated, reject
smtpd_soft_error_limit = 100
smtpd_hard_error_limit = 1000
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
""")
        self.config = f"{folder}/config"
        daemon("postfix", "-c", self.config, "start")
        wait_for(self.port)

    def taken(self):
        """All messages that were delivered."""
        for _ in range(600):
            queue = subprocess.run(["postqueue", "-c", self.config, "-p"], capture_output=True, text=True)
            if "queue is empty" in queue.stdout:
                break
            time.sleep(0.1)
        folder = f"{self.folder}/mail/all/new"
        return [open(f"{folder}/{name}", "rb").read().replace(b"\n", b"\r\n") for name in os.listdir(folder)]

    def stop(self):
        daemon("postfix", "-c", self.config, "stop")


class Aiosmtpd:
    """Takes messages of one user, over encrypted lines only, all but those for `nobody…`."""

    def __init__(self, certificates=None, **more):
        self.messages = []
        self.port = free_port()
        login = {}
        if certificates:
            login = dict(tls_context=certificates.server(), require_starttls=True, auth_required=True, authenticator=self.let_in)
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **login, **more)
        self.controller.start()

    def let_in(self, server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD))

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody"):
            return "550 nobody there"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(envelope.content)
        return "250 taken"

    def taken(self):
        return list(self.messages)

    def stop(self):
        self.controller.stop()


def header(message, name):
    return email.message_from_bytes(message, policy=email.policy.default)[name]
