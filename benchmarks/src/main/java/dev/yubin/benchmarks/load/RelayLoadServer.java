package dev.yubin.benchmarks.load;

import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.Accounts;
import dev.yubin.routing.Forwarding;
import dev.yubin.routing.NextHop;
import dev.yubin.routing.Reception;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a {@link ServerJvm} runs for {@link RelayLoad}: a mail server from the parts that {@code post-office} is made of, with their defaults. Mail for {@value
 * MailServer#DOMAIN} it puts into mailboxes, and that for {@value RelayLoad#ELSEWHERE} into its spool, from which it goes on to another server.
 */
public final class RelayLoadServer {
    private static final String NAME = "mx.load.test";
    private static final SchedulerLimits LIMITS = SchedulerLimits.standard();

    private RelayLoadServer() {}

    /** @param args the folder of its store and spool, the number of accounts, and the port of the other server */
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        InetAddress here = InetAddress.getLoopbackAddress();
        NextHop elsewhere = new NextHop(here.getHostAddress(), Integer.parseInt(args[2]), TlsMode.STARTTLS_OPTIONAL);
        try (SqliteMailStore store = SqliteMailStore.open(folder.resolve("mail.db"));
                SqliteSpool spool = SqliteSpool.open(folder.resolve("spool.db"));
                Relay relay = Relay.builder(NAME).atOnce(LIMITS.deliveries()).build()) {
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                store.addAccount(MailServer.user(i));
            }
            Router router = Router.builder(Accounts.of(store))
                    .local(Domain.of(MailServer.DOMAIN))
                    .postmaster(MailServer.user(0))
                    .relay(Domain.of(RelayLoad.ELSEWHERE), elsewhere)
                    .build();
            try (Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                            .limits(LIMITS)
                            .listener(new Notices(Domain.of(NAME), spool, LIMITS, InstantSource.system()))
                            .build();
                    SmtpServer server = SmtpServer.builder()
                            .name(NAME)
                            .application(Reception.builder(NAME, router, store)
                                    .relay(relay)
                                    .spool(spool, scheduler::wake)
                                    .build())
                            .port(SmtpPort.mta(0).on(here))
                            .start()) {
                HeapGauge.answer(server.port());
            }
        }
    }
}
