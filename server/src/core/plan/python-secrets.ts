import type { BuildContext } from '../project/build-context';
import { collectPythonSources } from './python-application';
import type { PythonPackages } from './python-packages';
import { findSecretVariables } from './port';

/**
 * Environment variables that the program reads and that hold secrets: those that it names, those that are
 * fields of settings, and the one that libraries for databases read without being told.
 */
export function findPythonSecrets(
  context: BuildContext,
  folder: string,
  { names }: PythonPackages,
): readonly string[] {
  const read =
    /(?:\bos\.environ(?:\.get\(|\[)|\bgetenv\(|\b(?:env(?:\.\w+)?|config)\()\s*['"]([A-Z][A-Z0-9_]*)['"]/g;
  const sources = collectPythonSources(context, folder);
  const keys = sources.flatMap(([, text]) =>
    [...text.matchAll(read)].flatMap(([, name = '']) =>
      name.endsWith('SECRET_KEY') ? [name] : [],
    ),
  );
  const fields = sources
    .filter(([, text]) => /\bBaseSettings\b/.test(text))
    .flatMap(([, text]) => readFields(text));
  const usesUrl = sources.some(([, text]) =>
    /\bdj_database_url\.config\(|\benv\.db\(\s*\)/.test(text),
  );
  const isUrlRead =
    usesUrl && (names.includes('dj-database-url') || names.includes('django-environ'));
  return [
    ...new Set([
      ...findSecretVariables(context, folder, read),
      ...keys,
      ...fields,
      ...(isUrlRead ? ['DATABASE_URL'] : []),
    ]),
  ].sort();
}

/** Fields of settings of Pydantic whose names tell that they hold secrets, by the variables they are read from. */
function readFields(text: string): readonly string[] {
  const prefix = /\benv_prefix\s*=\s*["'](\w*)["']/.exec(text)?.[1] ?? '';
  const secret =
    /^[ \t]+(\w*(?:password|secret|secret_key|token|api_key|access_key|(?:database|db|redis|broker)_ur[li]|dsn))\s*:\s*\w/gim;
  return [...text.matchAll(secret)].map(([, name = '']) => `${prefix}${name}`.toUpperCase());
}
