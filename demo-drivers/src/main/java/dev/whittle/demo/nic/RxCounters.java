package dev.whittle.demo.nic;

/** What the receive path counts. */
final class RxCounters {
    int frames;
    long octets;
    int recentFrames;
    int recentOctets;
    int broadcast;
    int multicast;
    int otherHost;
    int inexact;
    int crcErrors;
    int otherErrors;
    int lengthErrors;
    int discarded;
    int wrongNetwork;
    int tagged;
    int badChecksums;
    int fragments;
    int management;
    int stamped;
    int copied;
    int hashes;
    int small;
    int medium;
    int large;
    int jumbo;
}
