import type { Sourced } from './sourced';

/** Debian releases by code name. */
export const debianNumbers: ReadonlyMap<string, number> = new Map([
  ['stretch', 9],
  ['buster', 10],
  ['bullseye', 11],
  ['bookworm', 12],
  ['trixie', 13],
  ['forky', 14],
]);

/** Which Debian a tag stands on that does not name one, `-slim` left out. */
export interface DefaultRelease extends Sourced {
  /** Id of the image family. */
  readonly family: string;
  readonly tag: RegExp;
  readonly debian: number;
}

const source = 'docker-library/official-images: library/{golang,rust,python,node,ruby,php,gcc}';
const checked = '2026-08-21';

/** Versions that were built for one release only, and moving tags of supported versions. */
export const defaultReleases: readonly DefaultRelease[] = [
  { family: 'golang', tag: /^(?:1|latest|1\.2[4-9]|1\.2[5-9]\.\d+)$/, debian: 13, source, checked },
  { family: 'rust', tag: /^(?:1|latest|1\.9\d(?:\.\d+)?)$/, debian: 13, source, checked },
  { family: 'rust', tag: /^1\.(?:7[1-9]|8[0-8])(?:\.\d+)?$/, debian: 12, source, checked },
  { family: 'python', tag: /^(?:3|latest|3\.1[0-4]|3\.14\.\d+)$/, debian: 13, source, checked },
  {
    family: 'node',
    tag: /^(?:26(?:\.\d+){0,2}|latest|current)$/,
    debian: 13,
    source,
    checked,
  },
  {
    family: 'node',
    tag: /^(?:2[024](?:\.\d+){0,2}|lts|iron|jod|krypton)$/,
    debian: 12,
    source,
    checked,
  },
  {
    family: 'ruby',
    tag: /^(?:[34]|latest|3\.[34]|4\.0|4\.0\.\d+)$/,
    debian: 13,
    source,
    checked,
  },
  {
    family: 'php',
    tag: /^(?:8|latest|8\.[2-5](?:-(?:cli|apache|fpm|zts))?)$/,
    debian: 13,
    source,
    checked,
  },
  { family: 'gcc', tag: /^(?:latest|1[4-6](?:\.\d+){0,2})$/, debian: 13, source, checked },
  { family: 'gcc', tag: /^1[23](?:\.\d+){0,2}$/, debian: 12, source, checked },
];
