import { isNamedBy, readIds, trimReason, type SuppressionSyntax } from './define-suppression';

const pattern = /^tally\s+(global\s+)?ignore\s*=\s*([^;]+)(?:;\s*reason\s*=\s*(.*))?$/d;

/** Its own checks as those that another tool has as well; those that only it has are left out. */
const same: ReadonlyMap<string, readonly string[]> = new Map([
  ['invalid-json-form', ['S7030']],
  ['invalid-onbuild-trigger', ['DL3043']],
  ['labels/valid-key', ['DL3048']],
  ['platform-mismatch', ['InvalidBaseImagePlatform', 'DL3029']],
  ['prefer-run-heredoc', ['DL3059']],
  ['prefer-wget-config', ['DL3047']],
  ['require-stages', ['DL3061']],
  ['ruby/secrets-in-arg-or-env', ['SecretsUsedInArgOrEnv']],
  ['secrets-in-code', ['c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4']],
  ['world-writable-state-path-workaround', ['S2612']],
]);

/** `# tally ignore=hadolint/DL3006,StageNameCasing;reason=…` above an instruction, `global ignore` for the file. */
export const tally: SuppressionSyntax = {
  tool: 'tally',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    const isGlobal = match[1] !== undefined;
    return [
      {
        tool: 'tally',
        scope: isGlobal ? 'file' : 'instruction',
        place: isGlobal ? 'anywhere' : 'above',
        ids: readIds(comment, match[2], match.indices?.[2]),
        reason: trimReason(match[3]),
        comment,
      },
    ];
  },
  names: (id, check) => {
    if (id === 'all') return isNamedBy('all', check, 'hadolint', 'buildkit');
    const peer = /^(hadolint|buildkit)\//.exec(id)?.[1];
    const tools = peer === undefined ? ['hadolint', 'buildkit', 'sonar', 'kics'] : [peer];
    return checksOfTally(id).some((each) => isNamedBy(each, check, ...tools));
  },
};

/** The checks of other tools that an id of tally, with or without its namespace, stands for. */
export function checksOfTally(id: string): readonly string[] {
  const [, space, name = ''] = /^(?:(hadolint|buildkit|tally)\/)?(.*)$/.exec(id) ?? [];
  const own = space === undefined || space === 'tally' ? (same.get(name) ?? []) : [];
  const isOthers = space !== 'tally' && own.length === 0 && name !== '' && name !== 'all';
  return isOthers ? [name] : own;
}
