package dev.yubin.protocol.diagnosis;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.codec.Sight;
import dev.yubin.protocol.diagnosis.Finding.Verdict;
import dev.yubin.protocol.diagnosis.Note.Topic;
import dev.yubin.protocol.sasl.Credentials;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One server is walked up to by its protocol's client: who writes a client makes its diagnosis of this. {@link #open} takes the steps that are alike in all
 * protocols, {@link #login} the next, and {@link #check} those that are the protocol's own. Used by one thread, which waits.
 *
 * @param <C> the client
 */
public final class Visit<C extends AutoCloseable> {
    /** Where the fault's own words tell more than the trouble's. */
    private static final Set<Trouble> TOLD_IN_DETAIL = EnumSet.of(
            Trouble.UNREACHABLE,
            Trouble.CONNECTION_LOST,
            Trouble.PROXY_REFUSED,
            Trouble.ADDRESS_NOT_OURS,
            Trouble.TLS_HANDSHAKE,
            Trouble.CERTIFICATE_UNTRUSTED,
            Trouble.MECHANISM_NOT_OFFERED,
            Trouble.TOKEN_UNAVAILABLE,
            Trouble.PROTOCOL_BROKEN,
            Trouble.ENDED_HERE);

    private static final int SMTP_BETWEEN_SERVERS = 25;

    /** A step of a protocol's own. */
    @FunctionalInterface
    public interface Check {
        /** Takes it. A fault is told as {@link Trouble#of} has it. */
        Finding look() throws FaultException;
    }

    private final Protocol protocol;
    private final Dialer dialer;
    private final Function<Dialer, Pending<C>> opener;
    private final SecondLook<C> again;
    private final Consumer<Finding> findings;
    private final Sight sight = new Sight();
    private final List<String> secrets = new ArrayList<>();

    /**
     * @param opener   connects a client, through TLS where the dialer's mode has it, and does not log in
     * @param findings is told of each step
     */
    public Visit(Protocol protocol, Dialer dialer, Function<Dialer, Pending<C>> opener, Consumer<Finding> findings) {
        this(protocol, dialer, opener, findings, protocol.ports());
    }

    Visit(
            Protocol protocol,
            Dialer dialer,
            Function<Dialer, Pending<C>> opener,
            Consumer<Finding> findings,
            List<Protocol.Port> ports) {
        this.protocol = protocol;
        this.dialer = dialer;
        this.opener = opener;
        this.again = new SecondLook<>(dialer, opener, ports);
        this.findings = findings;
    }

    /** Waits for a result, and leaves nothing behind when that is not to come. */
    static <T> T awaited(Pending<T> pending) throws FaultException {
        try {
            return pending.await();
        } finally {
            pending.cancel(true); // which is nothing to what is there already
        }
    }

    // ------------------------------------------------------------------ the steps

    /** Name, connection, greeting, TLS and certificate: the client, to be closed by the caller, when all of them have passed. */
    public Optional<C> open() {
        try {
            List<InetAddress> addresses = awaited(dialer.addresses());
            found(passed(
                    Step.NAME,
                    Topic.ADDRESSES.of(
                            addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ")))));
            C client = awaited(opener.apply(dialer.seenBy(sight)));
            order().forEach(this::hasPassed);
            return Optional.of(client);
        } catch (FaultException e) {
            opened(e.fault());
            return Optional.empty();
        }
    }

    /** Logs in. False when that has failed. */
    public boolean login(Credentials credentials, Function<Credentials, Pending<Void>> login) {
        credentials.password().ifPresent(password -> {
            secrets.add(new String(password.octets(), StandardCharsets.UTF_8));
            secrets.add(Base64.getEncoder().encodeToString(password.octets()));
        });
        try {
            awaited(login.apply(credentials));
            return found(passed(Step.LOGIN, Topic.ADDRESS.of(credentials.user())));
        } catch (FaultException e) {
            return found(refusedLogin(credentials, e.fault()));
        }
    }

    /** Takes a step of the protocol's own. False when it has failed. */
    public boolean check(Step step, Check check) {
        try {
            return found(check.look());
        } catch (FaultException e) {
            return found(failed(step, Trouble.of(step, e.fault()), e.fault(), List.of()));
        }
    }

    /** For a {@link Check}: a step that has passed. */
    public Finding passed(Step step, Note... notes) {
        return Finding.passed(step, dialer.host(), dialer.port(), List.of(notes));
    }

    /** For a {@link Check}: a step that has failed. */
    public Finding failed(Step step, Trouble trouble, Optional<String> lastReply, List<Note> notes) {
        return new Finding(
                step,
                Verdict.FAILED,
                dialer.host(),
                dialer.port(),
                Optional.of(trouble),
                lastReply.map(this::hidden),
                notes);
    }

    private boolean found(Finding finding) {
        findings.accept(finding);
        return finding.verdict() != Verdict.FAILED;
    }

    private Finding failed(Step step, Trouble trouble, Fault fault, List<Note> notes) {
        Finding failed = failed(step, trouble, fault.lastReply(), notes);
        boolean inDetail = TOLD_IN_DETAIL.contains(trouble) || fault.cause() == Cause.EXTENSION_NOT_OFFERED;
        return inDetail ? failed.with(Topic.DETAIL.of(hidden(fault.detail()))) : failed;
    }

    /** A server that repeats what it was told does not bring a password into a report. */
    private String hidden(String words) {
        return secrets.stream().anyMatch(words::contains) ? "[secret]" : words;
    }

    // ------------------------------------------------------------------ what has passed

    /** That of the steps up to a client. */
    private List<Step> order() {
        return dialer.mode() == TlsMode.IMPLICIT
                ? List.of(Step.CONNECTION, Step.TLS, Step.CERTIFICATE, Step.GREETING)
                : List.of(Step.CONNECTION, Step.GREETING, Step.TLS, Step.CERTIFICATE);
    }

    private void hasPassed(Step step) {
        switch (step) {
            case CONNECTION ->
                sight.reached()
                        .ifPresent(to -> found(
                                passed(step, Topic.CONNECTED.of(to.getAddress().getHostAddress(), to.getPort()))));
            case GREETING ->
                found(passed(
                        step,
                        sight.firstLine()
                                .map(Topic.FIRST_LINE::of)
                                .map(note -> new Note[] {note})
                                .orElse(new Note[0])));
            case TLS -> encrypted(sight);
            case CERTIFICATE -> Shown.first(sight.certificates()).ifPresent(this::believed);
            default -> throw new IllegalStateException(step + " is not among those up to a client");
        }
    }

    private void encrypted(Sight seen) {
        found(seen.tls()
                .map(tls -> passed(Step.TLS, Topic.TLS.of(tls)))
                .orElseGet(() -> failed(Step.TLS, Trouble.IN_THE_CLEAR, Optional.empty(), List.of())
                        .with(Verdict.WARNING)));
    }

    private void believed(Shown shown) {
        List<Note> notes = new ArrayList<>(shown.notes());
        boolean unchecked = dialer.trust().ground() == TlsTrust.Ground.NONE;
        if (unchecked) {
            notes.add(Topic.UNCHECKED.of());
        }
        Optional<Trouble> trouble =
                shown.outOfDate(); // which does not count where nobody vouches, or it vouches for itself
        if (trouble.isEmpty() && shown.endsSoon()) {
            trouble = Optional.of(Trouble.CERTIFICATE_ENDS_SOON);
        }
        found(trouble.map(some ->
                        failed(Step.CERTIFICATE, some, Optional.empty(), notes).with(Verdict.WARNING))
                .orElseGet(() -> Finding.passed(Step.CERTIFICATE, dialer.host(), dialer.port(), notes)));
    }

    // ------------------------------------------------------------------ what has not

    /** There is no client, and this is why. */
    private void opened(Fault fault) {
        Step step = failedStep(fault);
        for (Step before : order()) {
            if (before == step || step == Step.NAME) {
                break;
            } else if (!(step == Step.CERTIFICATE && before == Step.TLS)) {
                hasPassed(before);
            }
        }
        switch (step) {
            case CONNECTION -> found(unconnected(fault));
            case GREETING -> found(ungreeted(fault));
            case TLS -> found(unencrypted(fault));
            case CERTIFICATE -> unbelieved(fault);
            default -> found(failed(step, Trouble.of(step, fault), fault, List.of()));
        }
    }

    private Step failedStep(Fault fault) {
        boolean handshake = sight.handshakeFailed()
                || (dialer.mode() == TlsMode.IMPLICIT && sight.tls().isEmpty());
        return switch (fault.cause()) {
            case NAME_UNKNOWN, LOOKUP_FAILED -> Step.NAME;
            case CERTIFICATE_NAME, CERTIFICATE_UNTRUSTED -> Step.CERTIFICATE;
            // Whoever waits for the fault may be quicker than what is seen of the handshake.
            case STARTTLS_NOT_OFFERED, TLS_HANDSHAKE, TLS_ON_PLAIN_PORT -> Step.TLS;
            default -> sight.reached().isEmpty() ? Step.CONNECTION : handshake ? Step.TLS : Step.GREETING;
        };
    }

    private Finding unconnected(Fault fault) {
        Trouble trouble = Trouble.of(Step.CONNECTION, fault);
        List<Note> notes = new ArrayList<>();
        if (trouble == Trouble.CONNECT_TIMEOUT && dialer.port() == SMTP_BETWEEN_SERVERS) {
            notes.add(Topic.PORT_25.of());
        }
        if (trouble == Trouble.CONNECT_TIMEOUT || trouble == Trouble.NOTHING_LISTENS) {
            notes.addAll(again.atOtherPorts());
        }
        return failed(Step.CONNECTION, trouble, fault, notes);
    }

    private Finding ungreeted(Fault fault) {
        List<Note> heard = sight.firstLine().map(Topic.FIRST_LINE::of).stream().toList();
        Optional<Protocol> other =
                sight.firstLine().flatMap(Protocol::beginning).filter(spoken -> spoken != protocol);
        if (other.isPresent()) {
            return failed(Step.GREETING, Trouble.OTHER_PROTOCOL, fault, heard).with(Topic.SPOKEN.of(other.get()));
        }
        boolean silent = heard.isEmpty() && dialer.mode() != TlsMode.IMPLICIT; // as who waits for TLS is
        boolean inTls = silent && again.in(TlsMode.IMPLICIT).tls().isPresent();
        return inTls
                ? failed(Step.GREETING, Trouble.PLAIN_ON_TLS_PORT, fault, List.of(Topic.IMPLICIT_TLS_HERE.of()))
                : failed(
                        Step.GREETING,
                        Trouble.of(Step.GREETING, fault),
                        fault,
                        fault.lastReply().isPresent() ? List.of() : heard);
    }

    private Finding unencrypted(Fault fault) {
        Trouble trouble = Trouble.of(Step.TLS, fault);
        if (trouble == Trouble.STARTTLS_NOT_OFFERED) {
            return failed(Step.TLS, trouble, fault, again.atOtherPorts());
        } else if (trouble != Trouble.TLS_ON_PLAIN_PORT) {
            return failed(Step.TLS, trouble, fault, List.of());
        } else if (dialer.mode() != TlsMode.IMPLICIT) { // behind its consent to STARTTLS
            return failed(Step.TLS, Trouble.TLS_HANDSHAKE, fault, List.of());
        }
        Sight inTheClear = again.in(TlsMode.PLAINTEXT);
        List<Note> notes = new ArrayList<>();
        inTheClear.firstLine().map(Topic.FIRST_LINE::of).ifPresent(notes::add);
        Optional<Protocol> spoken = inTheClear.firstLine().flatMap(Protocol::beginning);
        if (spoken.filter(some -> some != protocol).isPresent()) {
            notes.add(Topic.SPOKEN.of(spoken.get()));
            return failed(Step.TLS, Trouble.OTHER_PROTOCOL, fault, notes);
        }
        notes.addAll(startTls());
        return failed(Step.TLS, trouble, fault, notes);
    }

    private List<Note> startTls() {
        boolean works = again.in(TlsMode.STARTTLS_REQUIRED).tls().isPresent();
        return works ? List.of(Topic.STARTTLS_HERE.of()) : again.atOtherPorts();
    }

    /** Hands were not shaken, for the certificate's sake; were whoever answers believed, they would be. */
    private void unbelieved(Fault fault) {
        Sight believing = again.in(dialer.mode());
        believing.tls().ifPresent(tls -> encrypted(believing));
        Optional<Shown> shown = Shown.first(believing.certificates());
        Trouble trouble = shown.flatMap(Shown::outOfDate)
                .filter(dates -> fault.cause() == Cause.CERTIFICATE_UNTRUSTED)
                .orElseGet(() -> Trouble.of(Step.CERTIFICATE, fault));
        found(failed(Step.CERTIFICATE, trouble, fault, shown.map(Shown::notes).orElse(List.of())));
    }

    private Finding refusedLogin(Credentials credentials, Fault fault) {
        Trouble trouble = Trouble.of(Step.LOGIN, fault);
        if (trouble == Trouble.MECHANISM_NOT_OFFERED && sight.tls().isEmpty()) {
            return failed(Step.LOGIN, Trouble.LOGIN_NEEDS_TLS, fault, startTls());
        }
        boolean half =
                trouble == Trouble.CREDENTIALS_REFUSED && credentials.user().indexOf('@') < 0;
        return failed(Step.LOGIN, trouble, fault, half ? List.of(Topic.NAME_WITHOUT_DOMAIN.of()) : List.of());
    }
}
