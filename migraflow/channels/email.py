"""E-mail over SMTP."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, parseaddr

from migraflow.channels.base import PATIENCE, failed, impossible, one_line
from migraflow.domain.sendings import Message
from migraflow.settings import Smtp

FOR_GOOD = range(500, 600)
"""Answers of a server that will say the same tomorrow."""


class Email:
    """E-mail by the server of `smtp`, encrypted from the first word (``tls``), the second (``starttls``), or not."""

    def __init__(self, smtp: Smtp) -> None:
        self.smtp = smtp

    def send(self, message: Message) -> None:
        """Hand one message to the server. Raises Unfit (see `Channel`)."""
        try:
            with self.line() as line:
                line.send_message(written(message, self.smtp.sender))
        except smtplib.SMTPRecipientsRefused as refusal:
            code, said = next(iter(refusal.recipients.values()))
            raise impossible(told(code, said)) if code in FOR_GOOD else failed(told(code, said)) from None
        except smtplib.SMTPResponseException as refusal:
            for_good = refusal.smtp_code in FOR_GOOD and isinstance(refusal, smtplib.SMTPDataError)
            said = told(refusal.smtp_code, refusal.smtp_error)
            raise impossible(said) if for_good else failed(said) from None
        except ValueError as error:  # an address that no header takes
            raise impossible(type(error).__name__) from error
        except (OSError, smtplib.SMTPException) as error:
            raise failed(type(error).__name__) from error

    def line(self) -> smtplib.SMTP:
        """A line to the server, encrypted and signed in as the settings say."""
        smtp, sure = self.smtp, ssl.create_default_context()
        if smtp.security == "tls":
            line: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=PATIENCE, context=sure)
        else:
            line = smtplib.SMTP(smtp.host, smtp.port, timeout=PATIENCE)
        try:
            if smtp.security == "starttls":
                line.starttls(context=sure)
            if smtp.user:
                line.login(smtp.user, smtp.password)
        except BaseException:
            line.close()
            raise
        return line


def written(message: Message, sender: str) -> EmailMessage:
    """The message as mail programs read it; its id comes of its key, so that a second copy is known for one."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = one_line(message.to)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = formatdate()
    home = parseaddr(sender)[1].rpartition("@")[2] or "migraflow.invalid"
    mail["Message-ID"] = f"<{hashlib.sha256(message.key.encode()).hexdigest()[:32]}@{home}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = "fr"
    mail.set_content(message.body.strip() + "\n")
    for one in message.files:
        kind, _, more = one.mime.partition("/")
        mail.add_attachment(one.content, kind, more, filename=one_line(one.name))
    return mail


def told(code: int, said: bytes | str) -> str:
    """What a server answered."""
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
