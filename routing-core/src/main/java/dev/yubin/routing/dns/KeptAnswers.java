package dev.yubin.routing.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsSection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Answers of the DNS, each for as long as whoever wrote its records lets it be kept: RFC 1035 section 3.2.1, and RFC 2308 section 5 of an answer that there is
 * nothing. A failure is no answer. Any thread.
 */
final class KeptAnswers {
    /** Of more the one asked for longest ago is forgotten. */
    static final int MOST = 10_000;
    /** Whatever a zone says: RFC 2181 section 8 leaves that to who keeps. */
    static final Duration LONGEST = Duration.ofHours(24);
    /** RFC 2308 section 5: one to three hours have been found to work well. */
    static final Duration LONGEST_NOTHING = Duration.ofHours(3);

    /** MINIMUM is behind SERIAL, REFRESH, RETRY and EXPIRE: RFC 1035 section 3.3.13. */
    private static final int OCTETS_BEFORE_MINIMUM = 16;

    private record Question(String name, DnsRecordType type) {}

    /** @param until by the ticker */
    private record Kept(DnsAnswer<?> answer, long until) {}

    /** Nanoseconds from anywhere, as {@link System#nanoTime}. */
    private final LongSupplier ticker;

    /** The one asked for longest ago first. Guarded by this. */
    private final Map<Question, Kept> answers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Kept> eldest) {
            return size() > MOST;
        }
    };

    KeptAnswers(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** The answer to this question, where it is kept and not too old. Its records are of the class that questions of this type bring. */
    synchronized Optional<DnsAnswer<?>> find(String name, DnsRecordType type) {
        Question question = question(name, type);
        Kept kept = answers.get(question);
        if (kept != null && kept.until() - ticker.getAsLong() <= 0) {
            answers.remove(question);
            return Optional.empty();
        }
        return Optional.ofNullable(kept).map(Kept::answer);
    }

    /** Keeps an answer that came so. */
    synchronized void keep(String name, DnsRecordType type, DnsAnswer<?> answer, DnsResponse response) {
        Duration time = time(response, answer.records().isEmpty());
        if (!time.isZero()) {
            answers.put(question(name, type), new Kept(answer, ticker.getAsLong() + time.toNanos()));
        }
    }

    private static Question question(String name, DnsRecordType type) {
        return new Question(name.toLowerCase(Locale.ROOT), type);
    }

    private static Duration time(DnsResponse response, boolean nothing) {
        long seconds = nothing ? Math.min(LONGEST_NOTHING.toSeconds(), minimum(response)) : LONGEST.toSeconds();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            seconds = Math.min(
                    seconds,
                    seconds(response.<DnsRecord>recordAt(DnsSection.ANSWER, i).timeToLive()));
        }
        return Duration.ofSeconds(seconds);
    }

    /** What the zone's SOA says of names and types that it does not have; without one that is not known, and nothing is kept: RFC 2308 section 5. */
    private static long minimum(DnsResponse response) {
        for (int i = 0; i < response.count(DnsSection.AUTHORITY); i++) {
            DnsRecord record = response.recordAt(DnsSection.AUTHORITY, i);
            if (record.type().equals(DnsRecordType.SOA) && record instanceof DnsRawRecord soa) {
                return Math.min(
                        seconds(soa.timeToLive()), seconds(minimum(soa.content().duplicate())));
            }
        }
        return 0;
    }

    private static long minimum(ByteBuf rdata) {
        DefaultDnsRecordDecoder.decodeName(rdata); // MNAME
        DefaultDnsRecordDecoder.decodeName(rdata); // RNAME
        return rdata.skipBytes(OCTETS_BEFORE_MINIMUM).readUnsignedInt();
    }

    /** RFC 2181 section 8: with its highest bit set it means nothing. */
    private static long seconds(long timeToLive) {
        return timeToLive > Integer.MAX_VALUE ? 0 : timeToLive;
    }
}
