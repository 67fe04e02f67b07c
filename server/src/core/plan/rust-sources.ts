import { findServices, type ServiceKind } from '../data/service-clients';
import { byDefault, describeEvidence, fact, type Evidence, type Fact } from './evidence';
import type { Environment } from './image-plan';
import { readVisible } from './native-needs';
import { toOpenPort } from './native-notes';
import { findRouteBelow, toShipped, type ShippedPath } from './native-runtime';
import { findMention, findPort } from './port';
import { collectShippedFiles } from './shipped-files';
import type { BuildContext } from '../project/build-context';
import type { CargoDetails } from '../project/cargo-manifest';
import { isVisibleFile } from '../project/install-inputs';
import { below } from '../project/node-package-manager';

/** What the sources of a server say about how others reach it. */
export interface RustListening {
  readonly loopback: Evidence | undefined;
  /** Undefined: it serves nothing. */
  readonly port: Fact<number> | undefined;
  readonly readsPort: Evidence | undefined;
  readonly health: Fact<string> | undefined;
  /** Variables for frameworks and for the log. */
  readonly runEnvironment: Environment;
}

/** The servers that the packages speak to, object mappers by the feature that is asked for. */
export function findRustServices({ dependencies, features }: CargoDetails): readonly ServiceKind[] {
  const mappers: readonly (readonly [ServiceKind, RegExp])[] = [
    ['mysql', /^(?:sqlx|diesel|diesel-async|sea-orm)\/(?:sqlx-)?mysql$/],
    ['postgres', /^(?:sqlx|diesel|diesel-async|sea-orm)\/(?:sqlx-)?postgres$/],
  ];
  const mapped = mappers.flatMap(([kind, feature]) =>
    features.some((each) => feature.test(each)) ? [kind] : [],
  );
  return [...new Set([...findServices('rust', dependencies), ...mapped])].sort();
}

/** SQLx checks queries against a database while it compiles, or against what it wrote down before. */
export function findQueries(
  context: BuildContext,
  root: string,
  folder: string,
): Environment | string {
  const use = findMention(
    context,
    folder,
    /\bsqlx::query(?:_as|_scalar|_file)*!|\bquery(?:_as|_scalar)?!\(/,
    'Queries are checked when the program is compiled.',
  );
  if (use === undefined) return [];
  const hasAnswers = [root, folder].some((each) =>
    context.visiblePaths.some((path) => path.startsWith(below(each, '.sqlx/'))),
  );
  return hasAnswers
    ? [['SQLX_OFFLINE', 'true']]
    : `${describeEvidence(use)} Run "cargo sqlx prepare" and commit the folder .sqlx.`;
}

/** Settings of Cargo that may name a linker or a target that the image does not have. */
export function findUnknownSettings(context: BuildContext, root: string): string | undefined {
  return ['.cargo/config.toml', '.cargo/config']
    .map((name) => below(root, name))
    .find((path) => {
      if (!isVisibleFile(context, path)) return false;
      const text = context.text(path);
      return (
        text === undefined ||
        /^\s*(?:target|linker|rustflags|rustc-wrapper|target-dir)\s*=/m.test(text)
      );
    });
}

/** Files that the program reads when it runs, those left out that macros compile into it. */
export function findRustFiles(
  context: BuildContext,
  folder: string,
  crates: readonly string[],
): readonly ShippedPath[] {
  const compiled = new Set<string>();
  if (crates.some((crate) => /^(?:askama|rinja|sailfish|maud|ructe)$/.test(crate))) {
    compiled.add('templates/');
  }
  const macros: readonly (readonly [RegExp, string])[] = [
    [/\b(?:migrate|embed_migrations)!\(\s*(?:"(?:\.\/)?([\w-]+)\/?")?/, 'migrations'],
    [/#\[folder\s*=\s*"(?:\.\/)?([\w-]+)\/?"/, ''],
    [/\binclude_dir!\(\s*"(?:\$CARGO_MANIFEST_DIR\/)?([\w-]+)/, ''],
  ];
  for (const [, text] of readVisible(context, (path) => path.endsWith('.rs'))) {
    for (const [macro, usual] of macros) {
      const found = macro.exec(text);
      if (found !== null) compiled.add(`${found[1] ?? usual}/`);
    }
  }
  const names = collectShippedFiles(context, folder, { sources: false }).filter(
    (name) => !compiled.has(name) && !/^(?:\.|(?:src|crates|proto)\/$)/.test(name),
  );
  return toShipped(context, folder, { names, extension: '.rs' });
}

/** Frameworks that end on SIGTERM by themselves; else the sources have to name the signal. */
export function endsOnSignal(
  context: BuildContext,
  folder: string,
  crates: readonly string[],
): boolean {
  return (
    crates.some((crate) => ['actix-web', 'actix-server', 'rocket'].includes(crate)) ||
    findMention(context, folder, /SIGTERM|SignalKind::terminate/, 'It handles SIGTERM.') !==
      undefined
  );
}

/** Reads where the sources listen. */
export function readListening(
  context: BuildContext,
  folder: string,
  crates: readonly string[],
): RustListening {
  const isRocket = crates.includes('rocket');
  const readsPort = findMention(
    context,
    folder,
    /\benv::var(?:_os)?\(\s*"PORT"/,
    'The port is read from the variable PORT.',
  );
  const serves =
    readsPort ??
    findMention(
      context,
      folder,
      /\b(?:TcpListener::bind|HttpServer::new|axum::serve|warp::serve|Server::(?:bind|builder|http))\b/,
      'The program listens to others.',
    );
  const named = findPort(context, folder, [
    /\benv::var(?:_os)?\(\s*"PORT"\s*\)[^;]{0,160}?\b(\d{4,5})\b/,
    /"(?:0\.0\.0\.0|127\.0\.0\.1|\[::\]|localhost):(\d{2,5})"/,
    /\[0,\s*0,\s*0,\s*0\](?:\.into\(\))?,\s*(\d{2,5})/,
    /\(\s*"(?:0\.0\.0\.0|127\.0\.0\.1)"\s*,\s*(\d{2,5})/,
    /\bIpv4Addr::UNSPECIFIED[^;\n]{0,20},\s*(\d{2,5})/,
    /\bport\b[^;\n]{0,40}\b(\d{4,5})\b/i,
  ]);
  const usual = isRocket
    ? fact(8000, byDefault('Rocket listens on 8000.'))
    : serves && fact(8080, byDefault('The sources name no port, so 8080 is taken.'));
  const logs = crates.some((crate) => crate === 'env_logger' || crate === 'tracing-subscriber');
  return {
    loopback: isRocket
      ? undefined
      : findMention(
          context,
          folder,
          /"(?:127\.0\.0\.1|localhost):\d|\(\s*"127\.0\.0\.1"\s*,|\[127,\s*0,\s*0,\s*1\]/,
          'The server listens on the loopback interface only.',
        ),
    port: toOpenPort(named ?? usual, readsPort),
    readsPort,
    health: findRustRoute(context, folder) ?? findRouteBelow(context, folder),
    runEnvironment: [
      ...(logs ? [['RUST_LOG', 'info'] as const] : []),
      ...(isRocket ? [['ROCKET_ADDRESS', '0.0.0.0'] as const] : []),
    ],
  };
}

/** A route of which the sources know the whole path: none is put below a prefix. */
function findRustRoute(context: BuildContext, folder: string): Fact<string> | undefined {
  const prefixes = /\.nest\(|\bweb::scope\(|\.mount\(\s*"\/\w|\.path\(/;
  if (findMention(context, folder, prefixes, '') !== undefined) return undefined;
  for (const name of ['livez', 'healthz', 'health', 'ping']) {
    // As axum, actix-web and Rocket declare it, and as plain code compares it.
    const declaration = new RegExp(
      `(?:\\.route\\(\\s*|#\\[get\\(\\s*|web::resource\\(\\s*|\\bSome\\(\\s*|==\\s*)"/${name}"|"/${name}"\\s*=>`,
    );
    const found = findMention(context, folder, declaration, `The route /${name} is declared.`);
    if (found !== undefined) return fact(`/${name}`, found);
  }
  return undefined;
}
