package dev.whittle.formats;

/**
 * What the demo came to. Times are in a file of their own, so that equal runs give equal files.
 *
 * @param device the device that was recorded
 * @param exchanged the device that took its place
 * @param backend {@code qemu} or {@code replay}
 * @param framesEqual true if each frame of the whittled program on the recorded device is byte-equal
 * @param framesEqualAfterSwap the same after the exchange in the running program
 * @param framesEqualAfterRestart the same in a fresh run on the other device
 * @param coldLoads fragments that came back from the store after the exchange
 */
public record DemoResult(
        String device,
        String exchanged,
        String backend,
        long decisionPoints,
        long hardwareBranches,
        long eliminated,
        long guards,
        long hotBytes,
        long coldBytes,
        long storeBytes,
        long proved,
        long tested,
        long reverted,
        boolean framesEqual,
        boolean framesEqualAfterSwap,
        boolean framesEqualAfterRestart,
        long coldLoads) {

    /** True if the demo showed what it is there to show. */
    public boolean good() {
        return framesEqual && framesEqualAfterSwap && framesEqualAfterRestart && eliminated > 0 && coldLoads > 0;
    }
}
