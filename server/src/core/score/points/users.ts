import { appServiceOf } from '../compose-file';
import { collectPods, findWrong } from '../kubernetes-manifests';
import { definePoint, judge, notApplicable, type Point, type Problem } from '../point';
import { inTree, type ScoreFacts } from '../score-facts';
import { collectWritablePaths } from '../writable-paths';
import type { YamlTree } from '../yaml-tree';

const group = 'Security at run time';

/** Points about the user of the container and what belongs to it. */
export const userPoints: readonly Point[] = [
  definePoint({
    id: 18,
    group,
    title: 'Numeric user without root rights',
    asks: 'The container runs as a user that is a number and not 0, so that Kubernetes can tell. WebAssembly has no users.',
    check: (facts) => {
      const { model, target } = facts;
      if (facts.isWasm) return notApplicable('WebAssembly has no users.');
      const { final } = model.usersOf(target);
      const place = final.instruction ?? target.from;
      if (final.privilege === 'root') {
        return judge([facts.at(place, 'The container runs as root.', 'Write USER 65532:65532')]);
      }
      if (facts.uid !== undefined) return judge([]);
      const says =
        final.name === undefined
          ? 'It is not known as whom the container runs.'
          : `"${final.name}" is a name: Kubernetes cannot tell whether it is root.`;
      return judge([facts.at(place, says, 'Write the number of the user in USER')]);
    },
  }),
  definePoint({
    id: 19,
    group,
    title: 'One user everywhere',
    asks: 'Compose and Kubernetes run the container as the user of the Dockerfile.',
    check: (facts) => judge(judgeConsistency(facts)),
  }),
  definePoint({
    id: 20,
    group,
    title: 'Files that the program cannot change',
    asks: 'The files of the application belong to root; only folders that the program has to write to belong to its user.',
    check: (facts) => judge(judgeOwners(facts)),
  }),
];

function judgeConsistency(facts: ScoreFacts): readonly Problem[] {
  const { uid, companions } = facts;
  if (uid === undefined) return [];
  const isSame = (tree: YamlTree): boolean => tree.text?.split(':')[0] === String(uid);
  const user = appServiceOf(companions)?.at('user');
  const compose = user?.text === undefined || isSame(user) ? [] : [user];
  const pods = collectPods(companions)
    .filter(({ isApp }) => isApp)
    .flatMap(({ spec, containers }) => {
      const read = (container: YamlTree): readonly YamlTree[] => {
        const own = [container, spec].map((tree) => tree.at('securityContext', 'runAsUser'));
        return own.flatMap((tree) => (tree?.text === undefined ? [] : tree)).slice(0, 1);
      };
      return findWrong(containers, read, isSame);
    });
  // Containers share what stands at the pod.
  const wrong = new Map([...compose, ...pods].map((tree) => [`${tree.file}:${tree.line}`, tree]));
  return [...wrong.values()].map((tree) =>
    inTree(tree, `User ${tree.text ?? ''} here, ${uid} in the Dockerfile.`, `Write ${uid}`),
  );
}

function judgeOwners(facts: ScoreFacts): readonly Problem[] {
  const { model, shipped } = facts;
  const writable = collectWritablePaths(facts);
  const isWritable = (path: string | undefined): boolean =>
    path !== undefined && writable.some((each) => path === each || path.startsWith(`${each}/`));
  const copies = shipped
    .flatMap((stage) => model.copiesOf(stage))
    .flatMap(({ chown, target }) => {
      const isOfRoot = chown === undefined || /^(?:0|root)(?::|$)/.test(chown.text);
      return isOfRoot || isWritable(target) ? [] : [chown];
    })
    .map(({ span }) =>
      facts.at(
        span,
        'The program can change its own files.',
        'Delete --chown, and give the user only the folders that it writes to',
      ),
    );
  const commands = shipped
    .flatMap((stage) => model.commandsOf(stage))
    .filter(({ name, words }) => {
      const texts = words.map(({ value, text }) => value ?? text);
      const isDeep = texts.some((text) => /^-\w*R|^--recursive$/.test(text));
      const targets = texts.slice(1).filter((text) => text.startsWith('/'));
      return name === 'chown' && isDeep && !(targets.length !== 0 && targets.every(isWritable));
    })
    .map(({ shell }) =>
      facts.at(
        shell.span,
        'All files are stored twice, and the program can change them.',
        'Create only the folders that it writes to, with install -d -o',
      ),
    );
  return [...copies, ...commands];
}
