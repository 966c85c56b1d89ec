package dev.whittle.engine.mutation;

import dev.whittle.model.FactValue;
import dev.whittle.model.Plan;
import java.lang.reflect.Field;
import java.util.List;

/** Marks objects that no constructor made, as the constructors of the whittled program do last. */
final class Marking {
    private Marking() {}

    /** @param type of the object, or one that it extends */
    static void mark(Object made, Class<?> type, List<Plan.FactPlan> facts) throws ReflectiveOperationException {
        for (Field marks : type.getDeclaredFields()) {
            if (marks.getName().equals(Plan.FactUse.Folded.MARKS)) {
                marks.setAccessible(true);
                marks.setInt(made, marks(made, type, facts));
            }
        }
    }

    private static int marks(Object made, Class<?> type, List<Plan.FactPlan> facts)
            throws ReflectiveOperationException {
        String owner = type.getName().replace('.', '/');
        int marks = 0;
        for (Plan.FactPlan fact : facts) {
            if (fact.field().owner().equals(owner)) {
                Field field = type.getDeclaredField(fact.field().name());
                field.setAccessible(true);
                marks |= FactValue.of(field.get(made)).equals(fact.value()) ? fact.bit() : 0;
            }
        }
        return marks;
    }
}
