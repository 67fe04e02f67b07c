import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import path from 'node:path';

/**
 * Replaces the content of an existing file in one step: whoever reads it sees the old text or the new
 * one, also when the disk is full or the machine stops. A symbolic link stays, its target changes; mode
 * and owner stay.
 *
 * @throws Error of the failed system call; the file is then as it was
 */
export function writeAtomically(file: string, text: string): void {
  const target = realpathSync(file);
  // A rename would replace a write-protected file: only the folder has to be writable for it.
  accessSync(target, constants.W_OK);
  const stats = statSync(target);
  const temporary = nameTemporary(target);
  try {
    writeNew(temporary, text, stats);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a new file in one step.
 *
 * @throws Error of the failed system call, or when there is such a file by now
 */
export function createAtomically(file: string, text: string): void {
  if (existsSync(file)) throw new Error('there is such a file by now');
  const temporary = nameTemporary(file);
  try {
    writeNew(temporary, text, undefined);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function nameTemporary(target: string): string {
  return path.join(path.dirname(target), `.ironhull-${randomBytes(6).toString('hex')}.tmp`);
}

/** Writes a file with the owner and mode of another; those of every new file when there is none. */
function writeNew(temporary: string, text: string, stats: Stats | undefined): void {
  const descriptor = openSync(temporary, 'wx', stats === undefined ? 0o666 : 0o600);
  try {
    writeFileSync(descriptor, text);
    if (stats !== undefined) {
      keepOwner(temporary, stats);
      fchmodSync(descriptor, stats.mode & 0o7777);
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function keepOwner(temporary: string, stats: Stats): void {
  const created = statSync(temporary);
  if (created.uid === stats.uid && created.gid === stats.gid) return;
  try {
    chownSync(temporary, stats.uid, stats.gid);
  } catch {
    // Only root may give files away. A file of ours in place of a colleague's is what editors leave too.
    return;
  }
}
