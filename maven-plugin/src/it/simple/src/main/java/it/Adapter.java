package it;

import dev.whittle.annotations.HwBranch;

/** A driver in the small: what it does depends on the device that it was made for. */
public final class Adapter {
    @HwBranch("it.model")
    private final int model;

    public Adapter(int model) {
        this.model = model;
    }

    public int checksum(byte[] frame) {
        int sum = 0;
        for (byte b : frame) {
            if (model > 2) {
                sum += b & 0xff;
            } else {
                sum = sum * 31 + b;
            }
        }
        return sum;
    }

    public static void main(String[] arguments) {
        int sum = new Adapter(Integer.parseInt(arguments[0])).checksum(new byte[] {1, 2, 3});
        System.out.println("sum=" + sum);
    }
}
