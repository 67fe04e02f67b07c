import type { Comment } from '../instruction';
import {
  everything,
  isNamedBy,
  readIds,
  type Suppression,
  type SuppressionSyntax,
} from './define-suppression';

const pattern = /^kics-scan\s+(ignore-line|ignore-block|ignore|(disable|enable)\s*=\s*(\S.*))$/d;

/**
 * `# kics-scan ignore`, `disable=UUID,…` and `enable=UUID,…` above the first instruction; `ignore-line` directly
 * above an instruction, `ignore-block` above a FROM. Where `enable` stands, `disable` does not count.
 */
export const kics: SuppressionSyntax = {
  tool: 'kics',
  read: (comment) => {
    const match = pattern.exec(comment.text);
    if (match === null) return [];
    const list = match[2];
    if (list === undefined) return [ignore(match[1], comment)];
    return [
      {
        tool: 'kics',
        scope: 'file',
        place: 'top',
        ids: readIds(comment, match[3], match.indices?.[3]),
        except: list === 'enable',
        reason: undefined,
        comment,
      },
    ];
  },
  names: (id, check) => isNamedBy(id.toLowerCase(), check, 'kics'),
  settle: (all) => {
    const isList = ({ ids }: Suppression): boolean => ids.every(({ text }) => text !== 'all');
    const enabled = all.some(({ except }) => except === true);
    return enabled ? all.filter((each) => each.except === true || !isList(each)) : all;
  },
};

function ignore(word: string | undefined, comment: Comment): Suppression {
  const scope = word === 'ignore-line' ? 'instruction' : word === 'ignore-block' ? 'stage' : 'file';
  return {
    tool: 'kics',
    scope,
    place: scope === 'file' ? 'top' : 'directly',
    ids: everything(comment),
    reason: undefined,
    comment,
  };
}
