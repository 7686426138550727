package dev.yubin.smtp;

/** Something a client asks for with RCPT. */
public sealed interface RcptParameter extends EsmtpParameter permits UnknownParameter {}
