package dev.whittle.annotations;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a fact: a property of the hardware or the configuration that holds from binding a device to unbinding it.
 *
 * <p>What it means depends on where it stands:
 *
 * <ul>
 *   <li>on a <b>field</b>, its value is the fact;
 *   <li>on a <b>method</b>, the value it returns for a given receiver is the fact, provided that its effects are pure
 *       between writes of what it reads;
 *   <li>on a <b>parameter</b>, the argument is the fact, tested at entry;
 *   <li>on a <b>type</b>, which implementations are bound is the fact.
 * </ul>
 *
 * <p>Several places may share one id: they must agree, or the fact is not folded. The annotation is a hint for what is worth
 * doing and never a promise: each speculation on a fact is guarded, and a program whose facts change stays right.
 *
 * <p>It is kept in the class file and not loaded at run time, so that an annotated program does not need this library to run.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE})
public @interface HwBranch {
    /** The fact's id, dotted and in lower case, such as {@code net.mac}; never empty. */
    String value();
}
