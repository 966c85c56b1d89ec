package dev.whittle.demo.nic;

/**
 * A frame to send, without frame check sequence.
 *
 * @param data the frame from destination address to payload, without a tag of a virtual network; not to be changed while it is sent
 * @param headLength where the second piece begins that lies elsewhere in memory, or 0 for one piece
 * @param tag the tag to insert after the source address, 1 to 65535, or 0 for none
 * @param transportStart offset of a TCP or UDP header whose checksum the controller shall insert, or 0; the checksum field holds
 *     the sum of the pseudo header
 * @param checksumOffset offset of that checksum in the frame, or 0
 */
public record Packet(byte[] data, int headLength, int tag, int transportStart, int checksumOffset) {}
