package dev.whittle.cli;

/** Told by long work how far it is. May be called from several threads. */
public interface Progress {
    /**
     * @param stage what is being done, in a few words
     * @param total 0 where it is not known
     */
    void at(String stage, long done, long total);

    /** @param sentence something the reader should know, though the work goes on */
    void warn(String sentence);
}
