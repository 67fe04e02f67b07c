import { isUtf8 } from 'node:buffer';
import { lstatSync, readFileSync } from 'node:fs';

/** What a file holds. */
export type Source =
  /** `bom` is the byte order mark that the text does not have. */
  | { readonly kind: 'text'; readonly text: string; readonly bom: string }
  | { readonly kind: 'not-text'; readonly message: string }
  /** `closed`: nobody can tell whether it is there. */
  | { readonly kind: 'unreadable' | 'missing' | 'closed'; readonly message: string };

/** Reads a file; what goes wrong is in the result. */
export function readSource(file: string): Source {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { kind: kindOfFailure(file), message: describeReadError(file, error) };
  }
  return decodeSource(bytes);
}

/** Reads standard input to its end. */
export async function readStandardInput(): Promise<Source> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of process.stdin) {
      // Without an encoding, a stream gives buffers; its type does not say so.
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    return { kind: 'unreadable', message: describeSystemError(error) };
  }
  return decodeSource(Buffer.concat(chunks));
}

function decodeSource(bytes: Buffer): Source {
  if (bytes.includes(0)) return { kind: 'not-text', message: 'not a text file' };
  if (!isUtf8(bytes)) return { kind: 'not-text', message: 'not a text file in UTF-8' };
  const text = bytes.toString('utf8');
  const bom = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return { kind: 'text', text: text.slice(bom.length), bom };
}

const systemMessages: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the device',
  EISDIR: 'is a folder',
  ELOOP: 'a symbolic link that leads to itself',
};

/** A failed system call in plain words, without the path. */
export function describeSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return systemMessages[code] ?? error.message;
}

function describeReadError(file: string, error: unknown): string {
  const message = describeSystemError(error);
  const isDangling = message === systemMessages['ENOENT'] && isLink(file);
  return isDangling ? 'a symbolic link to nothing' : message;
}

function kindOfFailure(file: string): 'unreadable' | 'missing' | 'closed' {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) === undefined ? 'missing' : 'unreadable';
  } catch (error) {
    // A file stands where a folder would have to be.
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
    return isMissing ? 'missing' : 'closed';
  }
}

function isLink(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
