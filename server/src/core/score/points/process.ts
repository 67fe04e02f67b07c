import { appServiceOf, publishedPortsOf } from '../compose-file';
import { collectPods, findWrong, mainContainersOf } from '../kubernetes-manifests';
import {
  definePoint,
  judge,
  notApplicable,
  type Point,
  type Problem,
  type Verdict,
} from '../point';
import type { LanguageRuntime } from '../runtime';
import { inTree, type ScoreFacts } from '../score-facts';
import type { YamlTree } from '../yaml-tree';

const group = 'Security at run time';

/** Points about the process of the container. */
export const processPoints: readonly Point[] = [
  definePoint({
    id: 22,
    group,
    title: 'The program itself as main process',
    asks: 'ENTRYPOINT and CMD are in exec form and start the program: no shell, no package manager, no server for development.',
    check: (facts) => {
      const { target, process } = facts;
      const findings = facts.findings(
        'shell-form-command',
        'package-manager-as-main-process',
        'development-server',
        'repeated-entrypoint',
      );
      if (findings.length !== 0) return judge(findings);
      const nothing =
        process.entrypoint.kind === 'none' && process.command.kind === 'none' ? [target.from] : [];
      const shells = [process.entrypoint, process.command].flatMap((start) =>
        start.kind === 'instruction' &&
        start.instruction.json?.slice(0, 1).some(({ value }) => wrappers.test(value)) === true
          ? [start.instruction]
          : [],
      );
      return judge([
        ...nothing.map((place) =>
          facts.at(place, 'The image does not say what it starts.', 'Write an ENTRYPOINT'),
        ),
        ...shells.map((place) =>
          facts.at(
            place,
            'A wrapper is the main process, and the program gets no signals.',
            'Name the program itself in exec form',
          ),
        ),
      ]);
    },
  }),
  definePoint({
    id: 23,
    group,
    title: 'Signals and init',
    asks: 'STOPSIGNAL fits nginx, PHP-FPM and Apache and is absent elsewhere; a runtime that is no init process gets one, in the image or in Compose.',
    check: (facts) => judge([...judgeSignal(facts), ...judgeInit(facts)]),
  }),
  definePoint({
    id: 24,
    group,
    title: 'Health check',
    asks: 'HEALTHCHECK is in exec form, starts a program that the image has, asks the loopback address, and sets interval, timeout, start period, start interval and retries. It may be missing where the image has nothing to ask with and Kubernetes probes.',
    check: judgeHealth,
  }),
  definePoint({
    id: 25,
    group,
    title: 'One port everywhere',
    asks: 'EXPOSE names a port from 1024 on, and Compose, Kubernetes and PORT the same one.',
    check: judgePort,
  }),
];

/** Programs that start others. */
const wrappers =
  /^(?:\/(?:usr\/)?bin\/)?(?:sh|bash|ash|dash|zsh|npm|npx|yarn|pnpm|bunx|mvn|gradle)$/;

const signals: Readonly<Partial<Record<LanguageRuntime, string>>> = {
  nginx: 'SIGQUIT',
  'php-fpm': 'SIGQUIT',
  httpd: 'SIGWINCH',
};

function judgeSignal(facts: ScoreFacts): readonly Problem[] {
  const { process, runtime, target } = facts;
  const wanted = runtime && signals[runtime];
  const written = process.stopSignal;
  if (written === undefined) {
    // The official images of these servers bring it.
    const { rootBase } = target;
    const isServerImage =
      rootBase.kind === 'image' &&
      /\/(?:nginx|nginx-unprivileged|php|httpd)$/.test(rootBase.reference.repository);
    if (runtime === undefined || wanted === undefined || isServerImage) return [];
    const says = `SIGTERM stops ${runtime} in the middle of requests.`;
    return [facts.at(target.from, says, `Write STOPSIGNAL ${wanted}`)];
  }
  const value = written.words.map(({ text }) => text).join(' ');
  if (value === wanted || (wanted === undefined && value === 'SIGTERM')) return [];
  const says = `The signal ${value} does not stop this program in order.`;
  const mend = wanted === undefined ? 'Delete STOPSIGNAL' : `Write STOPSIGNAL ${wanted}`;
  return [facts.at(written, says, mend)];
}

/** Runtimes that neither reap children nor have handlers of their own for signals as the first process. */
const needsInit: ReadonlySet<LanguageRuntime | undefined> = new Set(['node', 'bun']);

function judgeInit(facts: ScoreFacts): readonly Problem[] {
  const { target, runtime, startWords } = facts;
  if (!needsInit.has(runtime)) return [];
  const hasOwn = startWords.some((word) =>
    /(?:^|\/)(?:tini|dumb-init|catatonit)(?:-static)?$/.test(word),
  );
  const service = appServiceOf(facts.companions);
  if (hasOwn || service?.textAt('init') === 'true') return [];
  const says = 'Nothing reaps the children of the main process.';
  const mend = 'Write "init: true" in Compose, or start it through tini';
  return [service === undefined ? facts.at(target.from, says, mend) : inTree(service, says, mend)];
}

/** Flags of HEALTHCHECK that are to be set. */
const timings = ['interval', 'timeout', 'start-period', 'start-interval', 'retries'];

function judgeHealth(facts: ScoreFacts): Verdict {
  const { target, process } = facts;
  const health = process.healthCheck;
  if (health?.kind !== 'command') {
    if (servesNothing(facts)) return notApplicable('The program serves nothing.');
    const { rootBase } = target;
    const hasNothing =
      rootBase.kind === 'scratch' ||
      (rootBase.kind === 'image' &&
        rootBase.facts?.variant.shell === 'none' &&
        rootBase.facts.variant.tools.length === 0);
    if (hasProbes(facts) && (health !== undefined || hasNothing)) {
      return notApplicable('The image has no program to ask with, and Kubernetes probes it.');
    }
    return judge([
      facts.at(
        health?.instruction ?? target.from,
        'Nobody notices when the program hangs.',
        'Write a HEALTHCHECK',
      ),
    ]);
  }
  const { instruction } = health;
  const missing = timings.filter((name) =>
    instruction.flags.every((flag) => flag.name.toLowerCase() !== name),
  );
  const words = instruction.json?.map(({ value }) => value).join(' ') ?? instruction.argumentText;
  const asksElsewhere = /https?:\/\//.test(words) && !/127\.0\.0\.1|localhost|\[::1\]/.test(words);
  return judge([
    ...facts.findings('missing-healthcheck-tool', 'missing-shell'),
    ...(instruction.json === undefined
      ? [facts.at(instruction, 'The health check needs a shell.', 'Write CMD with a JSON array')]
      : []),
    ...(asksElsewhere ? [facts.at(instruction, 'It asks another address.', 'Ask 127.0.0.1')] : []),
    ...(missing.length === 0
      ? []
      : [
          facts.at(
            instruction,
            `It does not set ${missing.join(', ')}.`,
            `Write ${missing.map((name) => `--${name}=`).join(' ')}`,
          ),
        ]),
  ]);
}

function hasProbes({ companions }: ScoreFacts): boolean {
  return collectPods(companions).some(
    (pod) =>
      pod.isServer &&
      pod.isApp &&
      mainContainersOf(pod).some((each) => each.at('livenessProbe') !== undefined),
  );
}

/** True when neither the Dockerfile nor Compose nor Kubernetes knows a port, and at least one of them was asked. */
function servesNothing(facts: ScoreFacts): boolean {
  const service = appServiceOf(facts.companions);
  const pods = collectPods(facts.companions).filter(({ isApp }) => isApp);
  const isAsked = service !== undefined || pods.length !== 0;
  return isAsked && facts.ports.length === 0 && collectPorts(facts).length === 0;
}

interface DeclaredPort {
  readonly port: number;
  readonly problem: Problem;
}

function readPorts(
  container: YamlTree,
): readonly { readonly tree: YamlTree; readonly port: number }[] {
  return (container.at('ports')?.items ?? []).flatMap((tree) => {
    const port = tree.at('containerPort')?.number;
    return port === undefined ? [] : [{ tree, port }];
  });
}

/** Ports that other files than the Dockerfile name, with what to say when they differ. */
function collectPorts({ companions, ports }: ScoreFacts): readonly DeclaredPort[] {
  const mend = `Write ${ports.join(' or ')}`;
  const service = appServiceOf(companions);
  const published = (service === undefined ? [] : publishedPortsOf(service)).flatMap(
    ({ tree, target }) =>
      target === undefined
        ? []
        : [{ port: target, problem: inTree(tree, `Compose opens port ${target}.`, mend) }],
  );
  const containers = collectPods(companions)
    .filter(({ isServer, isApp }) => isServer && isApp)
    .flatMap((pod) =>
      findWrong(mainContainersOf(pod), readPorts, ({ port }) => ports.includes(port)),
    )
    .map(({ tree, port }) => ({
      port,
      problem: inTree(tree, `Kubernetes names port ${port}.`, mend),
    }));
  return [...published, ...containers];
}

function judgePort(facts: ScoreFacts): Verdict {
  const { target, process, ports } = facts;
  if (servesNothing(facts)) return notApplicable('The program serves nothing.');
  if (ports.length === 0) {
    return judge([facts.at(target.from, 'No EXPOSE names the port.', 'Write EXPOSE')]);
  }
  const low = process.ports.flatMap(({ first, word }) =>
    first !== undefined && first < 1024
      ? [facts.at(word.span, `Not everywhere may the user open port ${first}.`, 'Listen on 8080')]
      : [],
  );
  const variable = facts.variable('PORT');
  const differs =
    variable !== undefined && /^\d+$/.test(variable) && !ports.includes(Number(variable));
  const other = collectPorts(facts)
    .filter(({ port }) => !ports.includes(port))
    .map(({ problem }) => problem);
  return judge([
    ...low,
    ...(differs
      ? [
          facts.at(
            target.from,
            `PORT is ${variable}, EXPOSE says ${ports.join(' ')}.`,
            'Use one port',
          ),
        ]
      : []),
    ...other,
  ]);
}
