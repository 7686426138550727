"""One round with Python's own libraries: submit, read and delete by POP3, then search, flag, copy, expunge, move and idle by IMAP."""
import imaplib
import poplib
import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.parser import BytesParser

certificate, submission, submissions, pop3, pop3s, imap, imaps = sys.argv[1:]
tls = ssl.create_default_context(cafile=certificate)
tls_args = {"context": tls}


def letter(subject):
    message = EmailMessage()
    message["From"] = "aaa@osaka.test"
    message["To"] = "bbb@osaka.test"
    message["Subject"] = subject
    message.set_content("Dear Bbb,\n.\n..two dots\nGrüße aus Tōkyō\n", cte="8bit")
    return message


def submit(server, message):
    server.ehlo()
    server.login("aaa@osaka.test", "kitsune")
    refused = server.send_message(message)
    assert refused == {}, refused
    server.quit()


# smtplib, through STARTTLS and through implicit TLS
with smtplib.SMTP("localhost", int(submission)) as server:
    server.starttls(context=tls)
    submit(server, letter("first"))
with smtplib.SMTP_SSL("localhost", int(submissions), context=tls) as server:
    submit(server, letter("second"))

# A password is not asked for in the clear, and a wrong one does not do.
with smtplib.SMTP("localhost", int(submission)) as server:
    server.ehlo()
    assert not server.has_extn("auth"), server.esmtp_features
    server.starttls(context=tls)
    server.ehlo()
    try:
        server.login("aaa@osaka.test", "wrong")
        raise AssertionError("a wrong password was taken")
    except smtplib.SMTPAuthenticationError as refused:
        assert refused.smtp_code == 535, refused

# poplib: the first is read and removed
server = poplib.POP3("localhost", int(pop3))
assert "STLS" in server.capa(), server.capa()
server.stls(tls)
server.user("bbb@osaka.test")
server.pass_("tanuki")
count, octets = server.stat()
assert count == 2, count
_, listing, _ = server.list()
assert len(listing) == 2 and sum(int(line.split()[1]) for line in listing) == octets, listing
_, ids, _ = server.uidl()
assert len({line.split()[1] for line in ids}) == 2, ids
_, lines, _ = server.retr(1)
message = BytesParser().parsebytes(b"\r\n".join(lines) + b"\r\n")
assert message["Subject"] == "first", message["Subject"]
assert message.get_payload(decode=True).decode() == "Dear Bbb,\r\n.\r\n..two dots\r\nGrüße aus Tōkyō\r\n", lines
_, top, _ = server.top(2, 0)
assert b"Subject: second" in top, top
server.dele(1)
server.rset()
server.dele(1)
server.quit()
server = poplib.POP3_SSL("localhost", int(pop3s), context=tls)
server.user("bbb@osaka.test")
server.pass_("tanuki")
assert server.stat()[0] == 1
assert server.uidl()[1][0].split()[1] == ids[1].split()[1], "the second has another name in another session"
server.quit()


def ok(answer):
    kind, data = answer
    assert kind == "OK", answer
    return data


# imaplib: the second is found, read, flagged, copied and expunged
server = imaplib.IMAP4("localhost", int(imap))
assert "LOGINDISABLED" in server.capabilities, server.capabilities
server.starttls(tls)
ok(server.login("bbb@osaka.test", "tanuki"))
assert any(b"INBOX" in line for line in ok(server.list()))
ok(server.create("Archive/2026"))
ok(server.subscribe("Archive/2026"))
assert ok(server.select("INBOX")) == [b"1"]
assert ok(server.search(None, "SUBJECT", "second", "UNSEEN")) == [b"1"]
data = ok(server.fetch("1", "(UID FLAGS ENVELOPE BODY[])"))
body = data[0][1]
assert b"Subject: second\r\n" in body and "Grüße aus Tōkyō\r\n".encode() in body, data
assert b"\\Seen" in ok(server.fetch("1", "(FLAGS)"))[0]
ok(server.store("1", "+FLAGS", "(\\Flagged)"))
assert ok(server.search(None, "FLAGGED", "SEEN")) == [b"1"]
ok(server.copy("1", "Archive/2026"))
ok(server.append("Archive/2026", "\\Seen", imaplib.Time2Internaldate(0), b"Subject: third\r\n\r\nhi\r\n"))
assert b"MESSAGES 2" in ok(server.status("Archive/2026", "(MESSAGES UIDNEXT)"))[0]
ok(server.store("1", "+FLAGS", "(\\Deleted)"))
assert ok(server.expunge()) == [b"1"]
assert ok(server.select("Archive/2026")) == [b"2"]
uids = ok(server.uid("SEARCH", "ALL"))[0].split()
assert len(uids) == 2, uids
assert b"Subject: third" in ok(server.uid("FETCH", uids[1], "(BODY.PEEK[HEADER])"))[0][1]
ok(server.rename("Archive/2026", "Archive/old"))
ok(server.close())
ok(server.delete("Archive/old"))
server.logout()
# a message is moved in one step
server = imaplib.IMAP4_SSL("localhost", int(imaps), ssl_context=tls)
ok(server.login("bbb@osaka.test", "tanuki"))
assert ok(server.select("INBOX")) == [b"0"]
assert b"MOVE" in ok(server.capability())[0]
ok(server.append("INBOX", "\\Flagged", None, b"Subject: fourth\r\n\r\nhi\r\n"))
ok(server.create("Moved"))
uid = ok(server.uid("SEARCH", "SUBJECT fourth"))[0].decode()
ok(server.uid("MOVE", uid, "Moved"))
assert server.response("COPYUID")[1] != [None]
assert ok(server.uid("SEARCH", "ALL")) == [b""]
assert ok(server.select("Moved")) == [b"1"]
assert b"\\Flagged" in ok(server.fetch("1", "(FLAGS)"))[0]

# another connection idles there, which imaplib knows nothing of: the lines are written and read by hand
idler = imaplib.IMAP4_SSL("localhost", int(imaps), ssl_context=tls)
ok(idler.login("bbb@osaka.test", "tanuki"))
ok(idler.select("Moved"))
idler.send(b"i1 IDLE\r\n")
assert idler.readline().startswith(b"+"), "IDLE is not taken"


def pushed(line):
    heard = idler.readline()
    while heard.endswith(b" RECENT\r\n"):
        heard = idler.readline()
    assert heard.startswith(line), heard


ok(server.append("Moved", None, None, b"Subject: fifth\r\n\r\nhi\r\n"))
pushed(b"* 2 EXISTS\r\n")
ok(server.store("1", "FLAGS", "(\\Deleted)"))
pushed(b"* 1 FETCH (FLAGS (\\Deleted))\r\n")
ok(server.expunge())
pushed(b"* 1 EXPUNGE\r\n")
idler.send(b"DONE\r\n")
pushed(b"i1 OK")
idler.logout()
ok(server.close())
ok(server.delete("Moved"))
server.logout()
print("a whole round")
