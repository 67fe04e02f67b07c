import type { RecipeImage } from '../data/recipe-images';
import type { Health, PlannedFile, Step } from './image-plan';

/** Folder of the class in the image that runs. */
const probeFolder = '/opt/healthcheck';

/** Beside the Dockerfile. */
const probePath = 'healthcheck/HealthCheck.java';

/** Compiles from Java 8 on. */
const probeText = `import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/**
 * Asks the server in its own container whether it is well: \`HealthCheck PORT [PATH]\`. Ends with 0 when the path
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
`;

/** Where a Java program answers whether it is well. */
export interface ProbeTarget {
  readonly port: number | undefined;
  readonly livePath: string | undefined;
  readonly readyPath: string | undefined;
  /** True when the port speaks TLS, so that only the port itself can be asked. */
  readonly encrypted: boolean;
}

/** How the health of a Java program is asked, and what that needs. */
export interface JavaProbe {
  readonly health: Pick<Health, 'test' | 'livePath' | 'readyPath'>;
  /** Steps of the stage that builds. */
  readonly build: readonly Step[];
  /** Steps of the stage that is shipped. */
  readonly runtime: readonly Step[];
  readonly files: readonly PlannedFile[];
}

/**
 * Alpine has a program that asks; in other images a class does, because a JRE cannot run sources.
 *
 * @param folder of the Dockerfile, relative to the build context
 */
export function planJavaProbe(
  target: ProbeTarget,
  image: RecipeImage,
  { folder, java }: { readonly folder: string; readonly java: number },
): JavaProbe {
  const { port, livePath, readyPath, encrypted } = target;
  const paths = {
    ...(livePath === undefined || encrypted ? {} : { livePath }),
    ...(readyPath === undefined || encrypted ? {} : { readyPath }),
  };
  if (port === undefined) return { health: {}, build: [], runtime: [], files: [] };
  const number = String(port);
  const path = encrypted ? undefined : livePath;
  if (image.libc === 'musl') {
    const test =
      path === undefined
        ? ['nc', '-z', '127.0.0.1', number]
        : ['wget', '-q', '-T', '2', '-O', '/dev/null', `http://127.0.0.1:${number}${path}`];
    return { health: { test, ...paths }, build: [], runtime: [], files: [] };
  }
  return {
    health: {
      test: [
        image.program ?? 'java',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-Xmx16m',
        '-cp',
        probeFolder,
        'HealthCheck',
        number,
        ...(path === undefined ? [] : [path]),
      ],
      ...paths,
    },
    build: [
      {
        kind: 'run',
        comment: 'A JRE runs no sources, so what asks for the health is compiled here.',
        mounts: [
          {
            kind: 'bind',
            source: folder === '' ? probePath : `${folder}/${probePath}`,
            target: probePath,
          },
        ],
        commands: [
          // The compiler of Java 8 makes no folders.
          ...(java < 9 ? [`mkdir ${probeFolder}`] : []),
          `javac -d ${probeFolder} ${probePath}`,
        ],
      },
    ],
    runtime: [{ kind: 'copy', from: 'build', sources: [probeFolder], target: probeFolder }],
    files: [
      {
        path: probePath,
        text: probeText,
        purpose: 'Asks the server whether it is well: the image has no other program that could.',
      },
    ],
  };
}
