package dev.whittle.verifier.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Locals and operand stack of one of the two methods. A long or double is one value. */
final class Frame {
    final Map<Integer, Term> locals;
    final List<Term> stack;

    Frame() {
        this(new TreeMap<>(), new ArrayList<>());
    }

    Frame(Map<Integer, Term> locals, List<Term> stack) {
        this.locals = locals;
        this.stack = stack;
    }

    Frame copy() {
        return new Frame(new TreeMap<>(locals), new ArrayList<>(stack));
    }

    Term local(int index) {
        Term value = locals.get(index);
        if (value == null) {
            throw new Unproved("local " + index + " is read but has no one value here");
        }
        return value;
    }

    void store(int index, Term value) {
        locals.put(index, value);
        Term before = locals.get(index - 1);
        if (before != null && before.wide()) {
            locals.remove(index - 1);
        }
        if (value.wide()) {
            locals.remove(index + 1);
        }
    }

    void push(Term value) {
        stack.add(value);
    }

    Term pop() {
        if (stack.isEmpty()) {
            throw new Unproved("the operand stack is empty");
        }
        return stack.remove(stack.size() - 1);
    }

    /** Returns the top values without taking them, deepest first. */
    List<Term> peek(int count) {
        if (stack.size() < count) {
            throw new Unproved("the operand stack is too short");
        }
        return List.copyOf(stack.subList(stack.size() - count, stack.size()));
    }

    void drop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }
}
