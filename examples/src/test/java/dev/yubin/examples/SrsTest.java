package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names under which mail is sent on, and back. */
class SrsTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static Srs srs(String domain, Instant now) {
        return new Srs(
                Domain.of(domain),
                Set.of(Domain.of("kyoto.test")),
                ("the secret of " + domain).getBytes(),
                InstantSource.fixed(now));
    }

    private final Srs osaka = srs("osaka.test", NOW);

    @ParameterizedTest
    @ValueSource(
            strings = {"ddd@kobe.test", "d.d=d+x@KOBE.test", "\"d d\"@kobe.test", "d\u00e9@kobe.test", "SRS0@kobe.test"
            })
    void everyNameLeadsBack(String sender) {
        Mailbox name = osaka.onward(Mailbox.of(sender));
        assertThat(name.localPart()).matches("SRS0=[A-Z2-7]{8}=[A-Z2-7]{2}=kobe.test=.*");
        assertThat(name.host()).isEqualTo(Domain.of("osaka.test"));
        assertThat(osaka.back(name)).contains(Mailbox.of(sender));
        assertThat(osaka.back(Mailbox.of(name.toString().replaceFirst("SRS0", "srs0"))))
                .contains(Mailbox.of(sender));
    }

    @Test
    void whoeverUsesOurDomainsKeepsHisName() {
        assertThat(osaka.onward(Mailbox.of("bbb@osaka.test"))).isEqualTo(Mailbox.of("bbb@osaka.test"));
        assertThat(osaka.onward(Mailbox.of("ddd@kyoto.test"))).isEqualTo(Mailbox.of("ddd@kyoto.test"));
        assertThat(osaka.onward(Mailbox.of("x".repeat(250) + "@kobe.test")).host())
                .isEqualTo(Domain.of("kobe.test"));
    }

    /** However often it is sent on, a notice goes to the first who did so, and from there to the sender. */
    @Test
    void aNameThatIsSentOnAgainLeadsBackToTheFirstWhoMadeIt() {
        Srs nara = srs("nara.test", NOW);
        Srs tokyo = srs("tokyo.test", NOW);
        Mailbox first = osaka.onward(Mailbox.of("ddd@kobe.test"));
        Mailbox second = nara.onward(first);
        Mailbox third = tokyo.onward(second);
        assertThat(second.localPart()).matches("SRS1=[A-Z2-7]{8}=osaka.test==.*=ddd");
        assertThat(third.localPart()).hasSameSizeAs(second.localPart()).startsWith("SRS1=");
        assertThat(tokyo.back(third)).contains(first);
        assertThat(nara.back(second)).contains(first);
    }

    @Test
    void anOldNameIsNobodys() {
        Mailbox name = osaka.onward(Mailbox.of("ddd@kobe.test"));
        assertThat(srs("osaka.test", NOW.plus(Duration.ofDays(21))).back(name)).isPresent();
        assertThat(srs("osaka.test", NOW.plus(Duration.ofDays(22))).back(name)).isEmpty();
        assertThat(srs("osaka.test", NOW.minus(Duration.ofDays(1))).back(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ddd@osaka.test",
                "SRS0=AAAAAAAA=AA=kobe.test=ddd@osaka.test",
                "SRS0=@osaka.test",
                "SRS1=AAAAAAAA=kobe.test==x@osaka.test"
            })
    void whatWasNotMadeHereIsNobody(String name) {
        assertThat(osaka.back(Mailbox.of(name))).isEmpty();
    }

    @Test
    void whatWasMadeElsewhereOrForAnotherIsNobody() {
        Mailbox name = osaka.onward(Mailbox.of("ddd@kobe.test"));
        assertThat(osaka.back(new Mailbox(name.localPart(), Domain.of("kyoto.test"))))
                .isEmpty();
        assertThat(osaka.back(new Mailbox(name.localPart().replace("ddd", "eve"), Domain.of("osaka.test"))))
                .isEmpty();
        assertThat(srs("nara.test", NOW).back(new Mailbox(name.localPart(), Domain.of("nara.test"))))
                .isEmpty();
    }
}
