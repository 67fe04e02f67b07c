import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
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
  const temporary = path.join(
    path.dirname(target),
    `.ironhull-${randomBytes(6).toString('hex')}.tmp`,
  );
  try {
    writeNew(temporary, text, stats);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeNew(temporary: string, text: string, stats: Stats): void {
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(descriptor, text);
    keepOwner(temporary, stats);
    fchmodSync(descriptor, stats.mode & 0o7777);
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
