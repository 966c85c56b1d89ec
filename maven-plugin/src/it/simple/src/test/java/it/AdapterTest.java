package it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdapterTest {
    @Test
    void checksumOfModelThree() {
        Adapter adapter = new Adapter(3);
        for (int i = 0; i < 5000; i++) {
            assertEquals(6, adapter.checksum(new byte[] {1, 2, 3}));
        }
    }

    @Test
    void theBuildsOwnArgumentsStay() {
        assertEquals("kept", System.getProperty("it.own"));
    }
}
