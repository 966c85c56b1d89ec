package dev.whittle.bench;

/**
 * How many times as fast something is as its reference, with the bounds between which that lies.
 *
 * @param value mean of the reference over mean of the measured
 * @param low lower bound
 * @param high upper bound
 */
record Ratio(double value, double low, double high) {
    /**
     * Returns the ratio of two scores. The relative errors of the two means, which are independent, add up as squares on the logarithmic
     * scale (the delta method), so that the interval has about the confidence of theirs. It knows the iterations of this run; that
     * another run of the JVM may compile differently it knows only as far as the rounds showed it.
     */
    static Ratio of(Score reference, Score measured) {
        double value = reference.mean() / measured.mean();
        double spread = Math.hypot(reference.error() / reference.mean(), measured.error() / measured.mean());
        return new Ratio(value, value * Math.exp(-spread), value * Math.exp(spread));
    }
}
