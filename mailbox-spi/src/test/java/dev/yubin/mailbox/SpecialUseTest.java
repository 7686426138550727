package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SpecialUseTest {
    @Test
    void usesAreOneTextAndReadBack() {
        assertThat(SpecialUse.join(Set.of(SpecialUse.SENT, SpecialUse.ARCHIVE))).isEqualTo("ARCHIVE SENT");
        assertThat(SpecialUse.split("ARCHIVE SENT")).containsExactlyInAnyOrder(SpecialUse.ARCHIVE, SpecialUse.SENT);
        assertThat(SpecialUse.split(SpecialUse.join(Set.of()))).isEmpty();
    }
}
