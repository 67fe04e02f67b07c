import type { Node } from 'jsonc-parser';
import { trackedTools, type Account, type ShellProgram } from '../data/image-facts';
import { findLikeness, type StatedImage } from '../model/stated-images';
import type { JsonReader } from './json-reader';

/** Shells that a team may say its image has behind `/bin/sh`, or as its default on Windows. */
export const statedShells: readonly ShellProgram[] = [
  'bash',
  'dash',
  'ash',
  'powershell',
  'cmd',
  'none',
];

/** The keys of one statement, in the order of the documentation. */
const imageKeys = [
  'like',
  'user',
  'accounts',
  'shell',
  'workdir',
  'entrypoint',
  'command',
  'tools',
  'missingTools',
] as const;

/** Reads `images`: statements about base images by pattern. */
export function readImages(node: Node, reader: JsonReader): readonly StatedImage[] {
  return reader.properties('images', node).map(({ key, value }) => readImage(key, value, reader));
}

function readImage(pattern: string, node: Node, reader: JsonReader): StatedImage {
  let image: StatedImage = { pattern };
  for (const { key, value, keyNode } of reader.properties(pattern, node)) {
    const known = imageKeys.find((each) => each === key);
    if (known === undefined) reader.unknownKey(key, keyNode, imageKeys);
    else image = { ...image, ...readFact(known, value, reader) };
  }
  return image;
}

function readFact(
  key: (typeof imageKeys)[number],
  value: Node,
  reader: JsonReader,
): Partial<StatedImage> {
  switch (key) {
    case 'like':
      return readLike(value, reader);
    case 'user':
    case 'workdir': {
      const text = reader.text(key, value);
      return text === undefined ? {} : { [key]: text };
    }
    case 'shell': {
      const shell = reader.oneOf('shell', statedShells, value);
      return shell === undefined ? {} : { shell };
    }
    case 'entrypoint':
    case 'command':
      return { [key]: reader.texts(key, value) };
    case 'tools':
    case 'missingTools':
      return {
        [key]: reader
          .elements(key, value)
          .flatMap((each) => reader.oneOf(key, trackedTools, each) ?? []),
      };
    case 'accounts':
      return {
        accounts: reader.elements(key, value).flatMap((each) => readAccount(each, reader) ?? []),
      };
  }
}

function readLike(value: Node, reader: JsonReader): Partial<StatedImage> {
  const like = reader.text('like', value);
  if (like === undefined) return {};
  if (findLikeness(like) !== undefined) return { like };
  reader.report(`Nothing is known of the image "${like}", so "like" says nothing.`, value);
  return {};
}

/** `"app:1000"`, or `"app:1000:staff:1001"` where the group is another. */
function readAccount(node: Node, reader: JsonReader): Account | undefined {
  const text = reader.text('accounts', node);
  const [, name, uid, group, gid] = /^([\w.-]+):(\d+)(?::([\w.-]+):(\d+))?$/.exec(text ?? '') ?? [];
  if (name !== undefined && uid !== undefined) {
    return { name, uid: Number(uid), group: group ?? name, gid: Number(gid ?? uid) };
  }
  if (text !== undefined) {
    reader.report('An account is written "name:uid" or "name:uid:group:gid".', node);
  }
  return undefined;
}
