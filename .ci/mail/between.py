"""Stands between a program and a mail server, knows at which step they are, and ends the program or the line there.

Both lines may be encrypted: this is a server for the program and a client for the server.
"""
import os, re, signal, socket, ssl, threading
from servers import free_port

# What is between two answers: nothing of the command has reached the server; the server has answered, the program does not know.
ASKED, ANSWERED = "asked", "answered"
# The same for a message. A part of it has arrived; all but its end; all of it; the server has said so; the program knows.
HALF, ALL, SENT, TAKEN, TOLD = "half", "all", "sent", "taken", "told"
TEXT = [("TEXT", moment) for moment in (HALF, ALL, SENT, TAKEN, TOLD)]
SMTP_STEPS = [("CONNECT", ASKED), ("CONNECT", ANSWERED)] + [
    (command, moment) for command in ("EHLO", "STARTTLS", "EHLO again", "AUTH", "MAIL", "RCPT", "DATA") for moment in (ASKED, ANSWERED)
] + TEXT + [(command, moment) for command in ("RSET", "QUIT") for moment in (ASKED, ANSWERED)]
IMAP_STEPS = [("CONNECT", ASKED), ("CONNECT", ANSWERED)] + [
    (command, moment) for command in ("CAPABILITY", "AUTHENTICATE", "TOKEN", "LIST", "STATUS", "APPEND") for moment in (ASKED, ANSWERED)
] + TEXT + [(command, moment) for command in ("NOOP", "LOGOUT") for moment in (ASKED, ANSWERED)]


class Over(Exception):
    """The program or the line was ended."""


class Side:
    def __init__(self, line):
        self.line, self.rest = line, b""

    def more(self):
        data = self.line.recv(65536)
        if not data:
            raise Over
        self.rest += data

    def take(self, length):
        while len(self.rest) < length:
            self.more()
        data, self.rest = self.rest[:length], self.rest[length:]
        return data

    def until(self, end):
        while end not in self.rest:
            self.more()
        return self.take(self.rest.index(end) + len(end))

    def send(self, data):
        self.line.sendall(data)


class Between:
    def __init__(self, certificates, upstream, protocol, at_once=False):
        self.certificates, self.upstream, self.at_once = certificates, upstream, at_once
        self.session = {"smtp": self.smtp, "imap": self.imap}[protocol]
        self.target, self.process, self.hit = None, None, False
        self.port = free_port()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.listen, daemon=True).start()

    def arm(self, process, step, count, fault):
        """Ends the `process` or, with `cut`, the line when it comes to the step for the time `count`."""
        self.hit, self.process, self.fault, self.count = False, process, fault, count
        self.target = step

    def listen(self):
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(line,), daemon=True).start()

    def at(self, name, moment):
        if self.target != (name, moment):
            return
        self.count -= 1
        if self.count > 0:
            return
        self.target, self.hit = None, True
        if self.fault == "kill":
            os.kill(self.process.pid, signal.SIGKILL)
        raise Over

    def serve(self, line):
        client, server = Side(line), None
        try:
            self.at("CONNECT", ASKED)
            server = Side(socket.create_connection(("127.0.0.1", self.upstream)))
            if self.at_once:
                self.encrypt(client, server)
            greeting = server.until(b"\r\n")
            self.at("CONNECT", ANSWERED)
            client.send(greeting)
            self.session(client, server)
        except (Over, OSError):
            pass
        finally:
            for side in filter(None, (client, server)):
                try:
                    side.line.close()
                except OSError:
                    pass

    def encrypt(self, client, server):
        server.line = self.certificates.client().wrap_socket(server.line, server_hostname="localhost")
        client.line = self.certificates.server().wrap_socket(client.line, server_side=True)

    def text(self, client, server, read, reply):
        """Passes a message on; `read` takes it from the program."""
        client.rest or client.more()
        if self.target == ("TEXT", HALF) and self.count == 1:
            part = client.rest[: max(1, len(client.rest) // 2)]
            server.send(part)
        self.at("TEXT", HALF)
        data = read()
        self.at("TEXT", ALL)
        server.send(data)
        if self.target == ("TEXT", SENT):
            try:
                self.at("TEXT", SENT)
            except Over:
                reply()  # The server goes on, whatever becomes of the program.
                raise
        answer = reply()
        self.at("TEXT", TAKEN)
        client.send(answer)
        self.at("TEXT", TOLD)

    def smtp(self, client, server):
        def reply():
            lines = b""
            while True:
                line = server.until(b"\r\n")
                lines += line
                if line[3:4] != b"-":
                    return lines

        encrypted = False
        while True:
            command = client.until(b"\r\n")
            name = command.split()[0].decode().upper()
            name = "EHLO again" if name == "EHLO" and encrypted else name
            self.at(name, ASKED)
            server.send(command)
            answer = reply()
            self.at(name, ANSWERED)
            client.send(answer)
            if name == "STARTTLS":
                self.encrypt(client, server)
                encrypted = True
            elif name == "DATA" and answer.startswith(b"354"):
                self.text(client, server, lambda: client.until(b"\r\n.\r\n"), reply)

    def imap(self, client, server):
        tag = b""

        def reply():
            lines = b""
            while True:
                line = server.until(b"\r\n")
                lines += line
                if line.startswith((tag + b" ", b"+")):
                    return lines

        name = ""
        while True:
            command = client.until(b"\r\n")
            if name == "AUTHENTICATE":
                name = "TOKEN"
            else:
                tag, name = command.split()[0], command.split()[1].decode()
            self.at(name, ASKED)
            server.send(command)
            answer = reply()
            self.at(name, ANSWERED)
            client.send(answer)
            literal = re.search(rb"\{(\d+)\}\r\n$", command)
            if literal and b"+" in answer[:1]:
                length = int(literal[1]) + 2
                self.text(client, server, lambda: client.take(length), reply)

    def stop(self):
        self.listener.close()
