package dev.whittle.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {
    @Test
    void excludeWinsOverIncludeAndOneStarStaysInItsPackage() {
        Filter filter = new Filter(List.of("a.b.*", "c.**"), List.of("**.Secret"));
        assertThat(filter.accepts("a/b/X")).isTrue();
        assertThat(filter.accepts("a/b/d/X")).isFalse();
        assertThat(filter.accepts("c/d/e/X")).isTrue();
        assertThat(filter.accepts("c/d/Secret")).isFalse();
        assertThat(Filter.all().accepts("anything/At/All")).isTrue();
    }
}
