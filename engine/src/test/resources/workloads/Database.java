import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A small program on an H2 database in memory, and with an argument another part of the library. */
public class Database {
    public static void main(String[] arguments) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:shop")) {
            prepare(connection);
            for (int round = 0; round < 20; round++) {
                if (arguments.length == 0) {
                    small(connection, round);
                } else {
                    other(connection, round);
                }
            }
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, name VARCHAR(40), city VARCHAR(40))");
            statement.execute("CREATE TABLE orders (id INT PRIMARY KEY, customer INT REFERENCES customer, placed DATE, total DECIMAL(10, 2))");
            statement.execute("CREATE INDEX by_customer ON orders (customer)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO customer VALUES (?, ?, ?)")) {
            for (int i = 0; i < 50; i++) {
                insert.setInt(1, i);
                insert.setString(2, "name " + i);
                insert.setString(3, i % 3 == 0 ? "Bern" : "Basel");
                insert.executeUpdate();
            }
        }
    }

    private static void small(Connection connection, int n) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?, DATEADD(DAY, ?, DATE '2026-01-01'), ?)")) {
            for (int i = 0; i < 20; i++) {
                insert.setInt(1, n * 20 + i);
                insert.setInt(2, (n * 7 + i) % 50);
                insert.setInt(3, i);
                insert.setBigDecimal(4, java.math.BigDecimal.valueOf(n * 100L + i, 2));
                insert.executeUpdate();
            }
        }
        connection.commit();
        print(connection, "SELECT c.city, COUNT(*), SUM(o.total) FROM orders o JOIN customer c ON o.customer = c.id GROUP BY c.city ORDER BY 1");
        print(connection, "SELECT id, total FROM orders WHERE customer = " + n + " AND total BETWEEN 0 AND 10 ORDER BY total DESC LIMIT 3");
        print(connection, "SELECT name FROM customer WHERE name LIKE 'name 1%' AND id IN (SELECT customer FROM orders) ORDER BY id LIMIT 2");
        try (PreparedStatement update = connection.prepareStatement("UPDATE orders SET total = total + 1 WHERE id = ?")) {
            update.setInt(1, n);
            System.out.println(update.executeUpdate());
        }
        connection.rollback();
    }

    private static void other(Connection connection, int n) throws SQLException {
        print(connection, "WITH RECURSIVE t(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM t WHERE i < " + (n + 2) + ") SELECT SUM(i) FROM t");
        print(connection, "SELECT id, RANK() OVER (PARTITION BY city ORDER BY name) FROM customer ORDER BY id LIMIT 3");
        print(connection, "SELECT JSON_OBJECT('a': " + n + "), XMLTEXT('<'), REGEXP_REPLACE('abc', 'b', 'x'), FORMATDATETIME(DATE '2026-01-02', 'yyyy')");
        print(connection, "SELECT ARRAY[1, 2, " + n + "], CAST('12:30:00' AS TIME), INTERVAL '3' DAY, UUID '00000000-0000-0000-0000-00000000000" + n % 10 + "'");
        print(connection, "EXPLAIN SELECT * FROM customer NATURAL JOIN (SELECT 1 AS id) x");
        try (Statement statement = connection.createStatement()) {
            statement.execute("MERGE INTO customer (id, name, city) KEY (id) VALUES (" + n + ", 'merged', 'Biel')");
            statement.execute("CREATE OR REPLACE VIEW v AS SELECT city FROM customer WHERE id < " + n);
            print(connection, "SELECT COUNT(DISTINCT city) FROM v");
            statement.execute("ALTER TABLE customer ADD COLUMN IF NOT EXISTS note CLOB DEFAULT 'none'");
            statement.execute("SELECT 1 / 0");
        } catch (SQLException e) {
            System.out.println(e.getSQLState());
        }
    }

    private static void print(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            StringBuilder line = new StringBuilder();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    line.append(rows.getString(i)).append(' ');
                }
            }
            System.out.println(line);
        }
    }
}
