package dev.whittle.cfg.internal;

/** SootUp's graph of a method cannot be laid over its bytecode, or says something else; the message says where. */
final class NotJoinedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotJoinedException(String message) {
        super(message);
    }
}
