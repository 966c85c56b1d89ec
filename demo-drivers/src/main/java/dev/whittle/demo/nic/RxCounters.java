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
    int gone;
    int starved;
    int badSource;
    int looped;
    int shortest;
    int lengthCoded;
    int pauses;
    int neighbours;
    int urgent;
    int padded;
    int badHeaders;
    int giants;
    int small;
    int medium;
    int half;
    int large;
    int jumbo;
}
