import {
  defaultPasswords,
  dummyValues,
  secretFormats,
  secretNames,
  tokenWords,
  type SecretFormat,
} from '../data/secrets';

/** What a literal value gives away. */
export interface SecretValue {
  /** With its article: `a GitHub token`; undefined for a value that only its name makes a secret. */
  readonly kind: string | undefined;
}

/** Reads a literal value of a variable; undefined when it holds no secret. */
export function readSecretValue(name: string, value: string): SecretValue | undefined {
  const text = value.trim();
  if (isDummyValue(text)) return undefined;
  const named = isSecretName(name);
  const format = secretFormats.find((each) => matchesFormat(each, text, named));
  if (format !== undefined) return { kind: format.kind };
  if (holdsUrlPassword(text)) return { kind: 'a URL with a password' };
  if (!named || isReference(text)) return undefined;
  return { kind: isGenerated(text) ? 'a generated secret' : undefined };
}

/** True when a variable of that name is there to hold a secret. */
export function isSecretName(name: string): boolean {
  if (!/^\w+$/.test(name)) return false;
  if (secretNames.publicPrefixes.some((prefix) => name.toUpperCase().startsWith(prefix))) {
    return false;
  }
  const words = wordsOf(name);
  if (words.some((word) => secretNames.publicWords.has(word))) return false;
  if (words.some((word) => secretNames.otherWords.has(word))) return false;
  const last = words.at(-1);
  if (last === undefined) return false;
  if (
    secretNames.lastWords.has(last) ||
    /.(?:password|passwd)$|^(?:db|user|root|admin|smtp|mail|mysql|pg|redis|ftp|ldap)pass$/.test(
      last,
    )
  ) {
    return true;
  }
  const before = words.at(-2);
  if (before === undefined) return false;
  if (words[0] === 'secret' && !secretNames.descriptions.has(last)) return true;
  const isFolder = last === 'pwd' && before === 'old';
  return (
    (secretNames.lastWordsBehindOthers.has(last) && !isFolder) ||
    secretNames.lastPairs.has(`${before} ${last}`)
  );
}

function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+|\d+$/)
    .filter((word) => word !== '');
}

/** True for a value that only holds the place of a secret. */
export function isDummyValue(text: string): boolean {
  const lower = text.toLowerCase();
  if (lower.length < 2 || dummyValues.whole.has(lower)) return true;
  if (/^(.)\1*$/.test(lower.replace(/[-_.:\s]/g, ''))) return true;
  if (/^[<{[(%#]|^__|\.\.\.|x{4,}|\*{3,}|^(?:your|my)[-_]|example/.test(lower)) return true;
  return lower.split(/[^a-z]+/).some((part) => dummyValues.parts.has(part));
}

function matchesFormat(format: SecretFormat, text: string, named: boolean): boolean {
  return format.pattern.test(text) && (named || format.maybePublic !== true);
}

/** `scheme://user:password@host` with a password that is not one of the usual placeholders. */
function holdsUrlPassword(text: string): boolean {
  return readPassword(text) !== undefined;
}

/** The password in an address of another machine; undefined when there is none, or a placeholder. */
export function readUrlPassword(text: string): string | undefined {
  const host = /@(?<host>[^\s/:@]+)/.exec(text)?.groups?.['host'] ?? '';
  const isOwn = /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[?::1?\]?|host|hostname)$/i.test(host);
  return isOwn || isDummyValue(host) ? undefined : readPassword(text);
}

function readPassword(text: string): string | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/([^\s/:@]*):([^\s/@]+)@/i.exec(text);
  if (match === null) return undefined;
  const [, user = '', password = ''] = match;
  return /[$<{]/.test(password) || isPlaceholder(password, user) ? undefined : password;
}

/** True for a password that stands for "put yours here", and for the defaults of local services. */
export function isPlaceholder(password: string, user = ''): boolean {
  if (password === user || isDummyValue(password)) return true;
  const lower = password.toLowerCase();
  return defaultPasswords.has(lower) || tokenWords.words.has(lower);
}

/**
 * True for a value that only says which or where the secret is: a path, an address without a password, the
 * fingerprint of an OpenPGP key.
 */
function isReference(text: string): boolean {
  if (/^(?:0x)?(?:[0-9A-F]{16}|[0-9A-F]{40})$/.test(text)) return true;
  return /^(?:~?\/|\.{1,2}\/|[A-Za-z]:\\)[\w./\\~-]*$|^[a-z][a-z0-9+.-]*:\/\//i.test(text);
}

/** True for text that a machine made: long, without blanks, its characters evenly spread. */
function isGenerated(text: string): boolean {
  if (text.length < 20 || !/^[\w+/=.:@#!$%^&*()-]+$/.test(text)) return false;
  return (/^[a-f0-9]+$/i.test(text) ? 3 : 3.6) < entropyOf(text);
}

/** Bits per character. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / text.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
