package dev.whittle.bench.library;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;

/** H2, in memory. */
public final class DatabaseWork {
    private DatabaseWork() {}

    private static Connection open() throws SQLException {
        Connection connection = new org.h2.Driver().connect("jdbc:h2:mem:", new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table item(id int primary key, name varchar(40), price decimal(10, 2), kind int)");
            statement.execute("create index by_kind on item(kind)");
        }
        List<String> words = Data.words(300, 1);
        try (PreparedStatement insert = connection.prepareStatement("insert into item values (?, ?, ?, ?)")) {
            for (int i = 0; i < 300; i++) {
                insert.setInt(1, i);
                insert.setString(2, words.get(i));
                insert.setBigDecimal(3, java.math.BigDecimal.valueOf(i * 25L, 2));
                insert.setInt(4, i % 10);
                insert.executeUpdate();
            }
        }
        return connection;
    }

    private static long sum(ResultSet rows, int columns) throws SQLException {
        long sum = 0;
        while (rows.next()) {
            for (int i = 1; i <= columns; i++) {
                sum = sum * 31 + String.valueOf(rows.getString(i)).hashCode();
            }
        }
        return sum;
    }

    /** What all of them need. */
    private abstract static class Session implements LongSupplier {
        private final Connection connection;

        Session() {
            try {
                connection = open();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        abstract long work(Connection open) throws SQLException;

        @Override
        public long getAsLong() {
            try {
                return work(connection);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Rows by key and by index, statements prepared. */
    public static final class Select extends Session {
        private int next;

        /** Opens a database. */
        public Select() {}

        @Override
        long work(Connection open) throws SQLException {
            long sum = 0;
            try (PreparedStatement byKey = open.prepareStatement("select name, price from item where id = ?");
                    PreparedStatement byKind = open.prepareStatement(
                            "select name from item where kind = ? and price < 30 order by name")) {
                byKey.setInt(1, next++ * 7 % 300);
                byKind.setInt(1, next % 10);
                try (ResultSet rows = byKey.executeQuery()) {
                    sum += sum(rows, 2);
                }
                try (ResultSet rows = byKind.executeQuery()) {
                    sum = sum * 31 + sum(rows, 1);
                }
            }
            return sum;
        }
    }

    /** Groups and aggregates. */
    public static final class Aggregate extends Session {
        private int next;

        /** Opens a database. */
        public Aggregate() {}

        @Override
        long work(Connection open) throws SQLException {
            try (PreparedStatement group =
                    open.prepareStatement("select kind, count(*), sum(price), max(name) from item"
                            + " where id < ? group by kind having count(*) > 1 order by kind")) {
                group.setInt(1, 40 + next++ % 20);
                try (ResultSet rows = group.executeQuery()) {
                    return sum(rows, 4);
                }
            }
        }
    }

    /** Rows put in, changed and taken out. */
    public static final class Update extends Session {
        private int next;

        /** Opens a database. */
        public Update() {}

        @Override
        long work(Connection open) throws SQLException {
            int key = 1000 + next++;
            long sum = 0;
            try (PreparedStatement insert = open.prepareStatement("insert into item values (?, ?, 5, 11)");
                    PreparedStatement update = open.prepareStatement("update item set price = price + 1 where id = ?");
                    PreparedStatement delete = open.prepareStatement("delete from item where id = ?")) {
                insert.setInt(1, key);
                insert.setString(2, "new " + key % 9);
                sum += insert.executeUpdate();
                update.setInt(1, key);
                sum = sum * 31 + update.executeUpdate();
                delete.setInt(1, key);
                return sum * 31 + delete.executeUpdate();
            }
        }
    }

    /** SQL that is parsed each time, for its text differs. */
    public static final class Parse extends Session {
        private int next;

        /** Opens a database. */
        public Parse() {}

        @Override
        long work(Connection open) throws SQLException {
            String sql = "select upper(i.name) || '-" + next++
                    + "' as n, case when i.kind > 5 then 'b' else 'a' end from item i"
                    + " where i.id between 1 and 9 and (i.name like 'k%' or i.kind in (1, 2, 3)) order by 1 desc";
            try (Statement statement = open.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return sum(rows, 2);
            }
        }
    }
}
