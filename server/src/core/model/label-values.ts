import { licenseAliases, spdxExceptions, spdxLicenses } from '../data/spdx-licenses';

/** What the value of a label can be said to be. */
export const labelKinds = [
  'any',
  'text',
  'url',
  'time',
  'license',
  'hash',
  'semver',
  'email',
] as const;

export type LabelKind = (typeof labelKinds)[number];

/**
 * Kinds of labels of the Open Container Initiative. That the version is a semantic one, and the revision one of Git,
 * is allowed there and not asked for.
 *
 * Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md (checked 2026-11-21).
 */
export const knownLabels: ReadonlyMap<string, LabelKind> = new Map([
  ['org.opencontainers.image.created', 'time'],
  ['org.opencontainers.image.url', 'url'],
  ['org.opencontainers.image.documentation', 'url'],
  ['org.opencontainers.image.licenses', 'license'],
]);

const tests: Readonly<Record<LabelKind, (value: string) => boolean>> = {
  any: () => true,
  text: (value) => value.trim() !== '',
  url: (value) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/]+\S*$|^(?:mailto|urn):\S+$/i.test(value),
  time: isTime,
  license: isLicense,
  hash: (value) => /^(?:[0-9a-f]{7,40}|[0-9a-f]{64})$/i.test(value),
  semver: (value) =>
    /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}(?:-[\da-z-]+(?:\.[\da-z-]+)*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i.test(
      value,
    ),
  email: (value) => /^[^\s@<>]+@[^\s@<>.]+(?:\.[^\s@<>.]+)+$/.test(value),
};

/** True when a value is of a kind. */
export function isOfKind(kind: LabelKind, value: string): boolean {
  return tests[kind](value);
}

/** RFC 3339: `2026-11-22T10:00:00Z`. */
function isTime(value: string): boolean {
  const match =
    /^(\d{4})-(\d\d)-(\d\d)[Tt ]([01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/.exec(
      value,
    );
  const day = match?.slice(1, 4).join('-');
  return (
    day !== undefined &&
    !Number.isNaN(Date.parse(day)) &&
    new Date(day).toISOString().startsWith(day)
  );
}

/** The id that is meant by another name of a licence; undefined when that is not beyond doubt. */
export function licenseMeant(value: string): string | undefined {
  return licenseAliases.get(value.trim().toLowerCase());
}

/** An expression of SPDX: ids with AND, OR, WITH and brackets. */
function isLicense(value: string): boolean {
  const tokens = value.match(/[()]|[^\s()]+/g) ?? [];
  let position = 0;
  const next = (): string => (tokens[position] ?? '').toLowerCase();
  const readTerm = (): boolean => {
    if (next() === '(') {
      position++;
      if (!readExpression() || next() !== ')') return false;
      position++;
      return true;
    }
    if (!isLicenseId(next())) return false;
    position++;
    if (next() !== 'with') return true;
    position++;
    return spdxExceptions.has((tokens[position++] ?? '').toLowerCase());
  };
  const readExpression = (): boolean => {
    if (!readTerm()) return false;
    while (next() === 'and' || next() === 'or') {
      position++;
      if (!readTerm()) return false;
    }
    return true;
  };
  return readExpression() && position === tokens.length;
}

function isLicenseId(token: string): boolean {
  return (
    spdxLicenses.has(token.replace(/\+$/, '')) ||
    /^(?:documentref-[a-z0-9.-]+:)?licenseref-[a-z0-9.-]+$/.test(token)
  );
}
