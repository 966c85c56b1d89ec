package dev.whittle.demo.nic;

import dev.whittle.annotations.HwBranch;
import java.util.function.IntConsumer;

/**
 * Facts that are not final: they change while other threads run in the code that branches on them. Part of the program that is whittled,
 * beside the driver, whose facts are all final.
 */
final class Tariff {
    /** How a code is turned. */
    enum Turn {
        STRAIGHT,
        SWAPPED,
        MIRRORED
    }

    @HwBranch("plug.turn")
    private Turn turn;

    @HwBranch("plug.shift")
    private int shift;

    @HwBranch("plug.signed")
    private boolean signed;

    Tariff(Turn turn, int shift, boolean signed) {
        this.turn = turn;
        this.shift = shift;
        this.signed = signed;
    }

    void turn(Turn value) {
        turn = value;
    }

    void shift(int value) {
        shift = value;
    }

    void signed(boolean value) {
        signed = value;
    }

    /** The code of one word; reads each fact once. */
    int code(int word) {
        int code = word;
        Turn how = turn;
        if (how == Turn.SWAPPED) {
            code = Integer.reverseBytes(code);
        } else if (how == Turn.MIRRORED) {
            code = Integer.reverse(code);
        }
        int by = shift;
        if (by == 3) {
            code += 0x1000193;
        } else if (by == 8) {
            code ^= 0x5bd1e995;
        } else {
            code *= by | 1;
        }
        if (signed) {
            return code >> 2;
        }
        return code >>> 2;
    }

    /** The codes of many words, each made after the consumer was told its index. */
    void codes(int[] words, int[] codes, IntConsumer before) {
        for (int i = 0; i < words.length; i++) {
            before.accept(i);
            int code = words[i];
            Turn how = turn;
            if (how == Turn.SWAPPED) {
                code = Integer.reverseBytes(code);
            } else if (how == Turn.MIRRORED) {
                code = Integer.reverse(code);
            }
            int by = shift;
            if (by == 3) {
                code += 0x1000193;
            } else if (by == 8) {
                code ^= 0x5bd1e995;
            } else {
                code *= by | 1;
            }
            codes[i] = signed ? code >> 2 : code >>> 2;
        }
    }
}
