import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * Asks the server in its own container whether it is well: `HealthCheck PORT [PATH]`. Ends with 0 when the path
 * answers with a status 2xx or 3xx, each step within two seconds, and else with 1. Without a path an open port is
 * enough.
 */
public final class HealthCheck {
    private static final int TIMEOUT_MILLIS = 2000;

    private HealthCheck() {
    }

    public static void main(String[] arguments) {
        System.exit(isWell(arguments) ? 0 : 1);
    }

    private static boolean isWell(String[] arguments) {
        try {
            int port = Integer.parseInt(arguments[0]);
            return arguments.length > 1 ? answers(port, arguments[1]) : isOpen(port);
        } catch (Exception problem) {
            System.err.println(problem);
            return false;
        }
    }

    private static boolean answers(int port, String path) throws Exception {
        URI address = new URI("http", null, "127.0.0.1", port, path, null, null);
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        int status = connection.getResponseCode();
        return status >= 200 && status < 400;
    }

    private static boolean isOpen(int port) throws Exception {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
            return true;
        }
    }
}
