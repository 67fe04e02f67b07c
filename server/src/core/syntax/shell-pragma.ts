import type { Comment } from './instruction';

/** The program of `# hadolint shell=powershell` or `# tally shell=pwsh`, which speaks for the instructions below. */
export function readShellPragma({ text }: Comment): string | undefined {
  return /^(?:hadolint|tally)\s+shell\s*=\s*(\S+)\s*$/.exec(text)?.[1];
}
