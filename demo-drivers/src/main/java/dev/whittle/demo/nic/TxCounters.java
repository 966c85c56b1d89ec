package dev.whittle.demo.nic;

/** What the transmit path counts. */
final class TxCounters {
    int frames;
    long octets;
    int recentFrames;
    int recentOctets;
    int shortest;
    int malformed;
    int tooLong;
    int busy;
    int contextsSaved;
    int underruns;
    int collisions;
}
