package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.Destination;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReplyLine;
import dev.yubin.smtp.SmtpCommand;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values to rows and back. Commands and replies are kept in SMTP's own words, which every later version will read. */
final class Rows {
    static final String MESSAGE = "SELECT id, mail, arrived, octets FROM message ";
    static final String RECIPIENT =
            "SELECT number, rcpt, destination, state, attempts, due, warned, last, message FROM recipient ";
    static final String DESTINATION = "SELECT name, pending, held, failures, put_off FROM destination ";

    private static final List<State> STATES = List.of(State.PENDING, State.DELIVERED, State.FAILED, State.HELD);

    private Rows() {}

    /** The number that stands for a state in the table. */
    static int number(State state) {
        return STATES.indexOf(state);
    }

    static String text(SmtpCommand command) {
        return new String(command.line().octets(), StandardCharsets.UTF_8);
    }

    static String text(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ReplyLine line : reply.toLines()) {
            lines.add(new String(line.line().octets(), StandardCharsets.UTF_8));
        }
        return String.join("\r\n", lines);
    }

    static Optional<SpooledMessage> message(Database database, long id) throws SQLException, StoreException {
        return first(messages(database, "WHERE id = ?", id));
    }

    static List<SpooledMessage> messages(Database database, String where, Object... values)
            throws SQLException, StoreException {
        record Row(long id, String mail, long arrived, long octets) {}
        List<SpooledMessage> messages = new ArrayList<>();
        for (Row row : database.all(
                MESSAGE + where,
                found -> new Row(found.getLong(1), found.getString(2), found.getLong(3), found.getLong(4)),
                values)) {
            messages.add(new SpooledMessage(
                    row.id(), command(row.mail(), Mail.class), Instant.ofEpochMilli(row.arrived()), row.octets()));
        }
        return messages;
    }

    /** A recipient, and whose. */
    record Row(long message, SpooledRecipient recipient) {}

    static List<Row> recipients(Database database, String where, Object... values) throws SQLException, StoreException {
        record Columns(
                long message,
                int number,
                String rcpt,
                String destination,
                State state,
                int attempts,
                long due,
                boolean warned,
                Optional<String> last) {}
        List<Row> recipients = new ArrayList<>();
        for (Columns row : database.all(
                RECIPIENT + where,
                found -> new Columns(
                        found.getLong(9),
                        found.getInt(1),
                        found.getString(2),
                        found.getString(3),
                        STATES.get(found.getInt(4)),
                        found.getInt(5),
                        found.getLong(6),
                        found.getBoolean(7),
                        Optional.ofNullable(found.getString(8))),
                values)) {
            recipients.add(new Row(
                    row.message(),
                    new SpooledRecipient(
                            row.number(),
                            command(row.rcpt(), Rcpt.class),
                            row.destination(),
                            row.state(),
                            row.attempts(),
                            Instant.ofEpochMilli(row.due()),
                            row.warned(),
                            row.last().isPresent()
                                    ? Optional.of(reply(row.last().get()))
                                    : Optional.empty())));
        }
        return recipients;
    }

    /** Rows that come message by message, as consignments. */
    static List<Consignment> consignments(Database database, List<Row> rows) throws SQLException, StoreException {
        List<Consignment> consignments = new ArrayList<>();
        List<SpooledRecipient> together = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            together.add(rows.get(i).recipient());
            long id = rows.get(i).message();
            if (i + 1 == rows.size() || rows.get(i + 1).message() != id) {
                SpooledMessage message = message(database, id)
                        .orElseThrow(() -> damaged("recipients of message " + id + ", which is not there"));
                consignments.add(new Consignment(message, together));
                together.clear();
            }
        }
        return consignments;
    }

    static Destination destination(ResultSet row) throws SQLException {
        long putOff = row.getLong(5);
        return new Destination(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getInt(4),
                putOff == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(putOff)));
    }

    static <T> Optional<T> first(List<T> found) {
        return found.stream().findFirst();
    }

    private static <C extends SmtpCommand> C command(String text, Class<C> kind) throws StoreException {
        SmtpCommand command = SmtpCommand.read(text.getBytes(StandardCharsets.UTF_8));
        if (!kind.isInstance(command)) {
            throw damaged("\"" + text + "\" is not what it should be");
        }
        return kind.cast(command);
    }

    private static Reply reply(String text) throws StoreException {
        List<ReplyLine> lines = new ArrayList<>();
        try {
            for (String line : text.split("\r\n")) {
                lines.add(ReplyLine.GRAMMAR.read(new LineReader(line.getBytes(StandardCharsets.UTF_8))));
            }
        } catch (SyntaxException e) {
            throw damaged("\"" + text + "\" is no reply");
        }
        return Reply.read(lines);
    }

    private static StoreException damaged(String what) {
        return new StoreException(
                Reason.CORRUPTION, "the spool's file is damaged: " + what + "; stop, and keep a copy of it");
    }
}
