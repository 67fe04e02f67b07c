import { baseName, type Execution } from '../../model/commands';
import type { DockerfileModel } from '../../model/model';
import type { StartCommand } from '../../model/process';
import {
  bringsShell,
  findHandover,
  findLastCommand,
  reachesChildren,
  runsItsArguments,
  usesArguments,
} from '../../model/shell-form';
import { collectInheritance, type Stage } from '../../model/stage-graph';
import { replaceByExecForm } from '../../rewrite/exec-form';
import { planExecForm, planLiteralForm, type ExecFormPlan } from '../../rewrite/plan-exec-form';
import { readBrokenJsonArray, type BrokenJsonArray } from '../../syntax/broken-json-array';
import { hasTemplateLines } from '../../syntax/template-lines';
import { dockerfile } from '../../text/dockerfile-tag';
import { defineRule, type Report } from '../define-rule';

const messages = {
  child: '{{program}} runs below "{{shell}}", which does not pass stop signals on.',
  unsure: '{{program}} runs below "{{shell}}", which need not pass stop signals on.',
  arguments:
    'The ENTRYPOINT gets "/bin/sh", "-c" and the text of this CMD as arguments, because CMD is in shell form.',
  ignoresCommand: 'An ENTRYPOINT in shell form ignores CMD and the arguments of "docker run".',
  noShell: 'The image has no shell, so this {{keyword}} in shell form cannot start.',
  malformed: 'This is not a JSON array of strings: {{fault}}.',
} as const;

type MessageId = keyof typeof messages;

/** What a fix does, or why there is none. */
type Remedy = Pick<Report<MessageId>, 'fixes' | 'refusal'>;

export default defineRule({
  id: 'shell-form-command',
  code: 'IH602',
  category: 'runtime',
  severity: 'warning',
  profile: 'recommended',
  since: 'next',
  fixable: 'sometimes',
  summary: 'CMD and ENTRYPOINT in shell form put a shell between Docker and the program.',
  why: 'In shell form the container starts `/bin/sh -c "…"`. The shell of Debian and Ubuntu stays process 1 and does not pass SIGTERM on: the program cannot finish its work, and after ten seconds Docker kills it (measured: 10.1 s and exit code 137, against 0.1 s and 0 in exec form). The shells of Alpine and Red Hat images turn themselves into a single simple command, so it is silent there. An ENTRYPOINT in shell form also ignores CMD and the arguments of `docker run`, and an image without a shell cannot start it at all. Write the exec form, a JSON array: `CMD ["node", "server.js"]`; what is not valid JSON (single quotes, a missing comma) is taken for shell text.',
  fixNotes:
    'Plain words become a JSON array. With variables or `&&` the shell stays but replaces itself by the program with `exec`. The fix is not applied to pipes, redirections, `;`, `||` and `&`. It needs a look where the program may be a script without a first line that names its interpreter, which only a shell can start, and where an ENTRYPOINT gets the arguments of CMD that it ignored until now. A CMD whose ENTRYPOINT takes it for its arguments becomes the words that stand there: until now the program got "/bin/sh" and "-c" in front of them.',
  equivalents: {
    hadolint: 'DL3025',
    buildkit: 'JSONArgsRecommended',
    kics: ['b86987e1-6397-4619-81d5-8807f2387c79', '34945ae8-730d-424c-8279-b064d9f108de'],
    sonar: ['S7019', 'S7030'],
    semgrep: 'dockerfile.best-practice.prefer-json-notation.prefer-json-notation',
  },
  messages,
  examples: [
    {
      bad: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY server.js .
        CMD node server.js --port 3000
        ^^^ shell-form-command
      `,
      good: dockerfile`
        FROM node:24-trixie-slim
        WORKDIR /app
        COPY server.js .
        CMD ["node", "server.js", "--port", "3000"]
      `,
    },
    {
      bad: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        COPY app.jar /
        ENTRYPOINT java $JAVA_OPTS -jar /app.jar
        ^^^^^^^^^^ shell-form-command
      `,
      good: dockerfile`
        FROM eclipse-temurin:21-jre-noble
        COPY app.jar /
        ENTRYPOINT ["/bin/sh", "-c", "exec java $JAVA_OPTS -jar /app.jar"]
      `,
    },
    {
      bad: dockerfile`
        FROM python:3.14-alpine
        USER 10001
        CMD ['python', 'app.py']
        ^^^ shell-form-command
      `,
      good: dockerfile`
        FROM python:3.14-alpine
        USER 10001
        CMD ["python", "app.py"]
      `,
    },
  ],
  *check(model) {
    const { target } = model;
    if (target === undefined) return;
    const { entrypoint, command } = model.processOf(target);
    const start = executionOf(entrypoint);
    const argument = executionOf(command);
    if (start?.form === 'shell') {
      yield* checkEntrypoint(model, target, start, argument);
    } else if (argument?.form === 'shell') {
      yield* checkCommand(model, target, argument, entrypoint);
    }
  },
});

/** Undefined also for an instruction without arguments, which is no form yet. */
function executionOf(start: StartCommand): Execution | undefined {
  if (start.kind !== 'instruction' || start.instruction.argumentText.trim() === '')
    return undefined;
  return start.execution;
}

function* checkEntrypoint(
  model: DockerfileModel,
  target: Stage,
  entrypoint: Execution,
  command: Execution | undefined,
): Iterable<Report<MessageId>> {
  const broken = checkSyntax(model, target, entrypoint);
  if (broken !== undefined) {
    yield* broken;
    return;
  }
  if (command === undefined || usesArguments(entrypoint)) {
    yield* checkSignals(model, target, entrypoint);
    return;
  }
  const remedy: Remedy =
    command.form === 'shell'
      ? { refusal: 'ENTRYPOINT would get the shell form of CMD as arguments.' }
      : demote(findExecForm(model, entrypoint));
  const span = command.instruction.keywordSpan;
  const related = [{ span, message: 'This CMD is ignored.' }];
  yield report(entrypoint, 'ignoresCommand', {}, { ...remedy, related });
}

function* checkCommand(
  model: DockerfileModel,
  target: Stage,
  command: Execution,
  entrypoint: StartCommand,
): Iterable<Report<MessageId>> {
  const broken = checkSyntax(model, target, command);
  if (broken !== undefined) {
    yield* broken;
  } else if (!runsItsArguments(entrypoint)) {
    yield report(command, 'arguments', {}, asArguments(command, entrypoint));
  } else if (!reachesChildren(entrypoint)) {
    yield* checkSignals(model, target, command);
  }
}

/** The words as the ENTRYPOINT should get them; a shell in front of them would be an argument as well. */
function asArguments(command: Execution, entrypoint: StartCommand): Remedy {
  const remedy = toRemedy(planLiteralForm(command));
  if (remedy.fixes === undefined) {
    return { refusal: 'Only a shell could read this text, and ENTRYPOINT starts none.' };
  }
  const words =
    entrypoint.kind === 'base'
      ? entrypoint.words
      : entrypoint.kind === 'instruction'
        ? (entrypoint.instruction.json ?? []).map(({ value }) => value)
        : [];
  if (words.some((word) => /^-[a-z]*c$/.test(word))) {
    return { refusal: 'ENTRYPOINT reads its first argument only.' };
  }
  const [first] = command.commands;
  if (words.some((word) => baseName(word) === first?.name)) {
    return { refusal: 'ENTRYPOINT names the program already.' };
  }
  return { fixes: remedy.fixes.map((fix) => ({ ...fix, applicability: 'safe' })) };
}

/** What is wrong whatever the shell does with signals; undefined when that has to be looked at. */
function checkSyntax(
  model: DockerfileModel,
  target: Stage,
  execution: Execution,
): readonly Report<MessageId>[] | undefined {
  const { instruction, shell } = execution;
  if (['cmd', 'powershell', 'unknown'].includes(shell.program)) return [];
  if (hasTemplateLines(model.tree.instructions)) return [];
  const broken = readBrokenJsonArray(instruction.argumentText);
  if (broken !== undefined) {
    const data = { fault: faults[broken.fault] };
    return [report(execution, 'malformed', data, repair(model, execution, broken))];
  }
  if (shell.program !== 'none') return undefined;
  if (bringsShell(collectInheritance(target).flatMap((stage) => model.copiesOf(stage)))) return [];
  const { entrypoint } = model.processOf(target);
  const isArgument = instruction.keyword === 'CMD' && entrypoint.kind !== 'none';
  const remedy = isArgument
    ? { refusal: 'What the ENTRYPOINT makes of it is not known.' }
    : toRemedy(planLiteralForm(execution));
  return [report(execution, 'noShell', { keyword: instruction.keyword }, remedy)];
}

const faults: Readonly<Record<BrokenJsonArray['fault'], string>> = {
  quotes: 'JSON strings stand in double quotes',
  comma: 'a comma is missing or there is one too many',
  bare: 'every element needs double quotes',
  bracket: 'the closing bracket is missing',
  tail: 'nothing may follow the closing bracket',
  escape: 'a backslash must be written twice',
};

function repair(model: DockerfileModel, execution: Execution, broken: BrokenJsonArray): Remedy {
  const { words } = broken;
  if (words === undefined) return { refusal: 'What the elements are meant to be is not clear.' };
  const edits = replaceByExecForm(model, execution.instruction, words);
  return {
    fixes: [{ title: 'Write a JSON array', applicability: 'safe', phase: 'instruction', edits }],
  };
}

function* checkSignals(
  model: DockerfileModel,
  target: Stage,
  execution: Execution,
): Iterable<Report<MessageId>> {
  if (execution.scripts.length === 0 || isBrief(execution)) return;
  const evidence = collectInheritance(target).flatMap((stage) => model.packageOperationsOf(stage));
  const handover = findHandover(execution, target, evidence);
  if (handover === 'yes') return;
  const program = findLastCommand(execution)?.program;
  // Only Windows has such names as a rule; its shell passes no signals at all.
  if (handover === 'unknown' && program?.value?.endsWith('.exe') === true) return;
  const data = {
    program: program === undefined ? 'The script' : `"${program.value ?? program.text}"`,
    shell: execution.shell.words.join(' '),
  };
  const message = handover === 'no' ? 'child' : 'unsure';
  yield report(execution, message, data, findExecForm(model, execution));
}

/** Programs that end at once, and interactive shells: no stop signal matters to them. */
const briefPrograms: ReadonlySet<string> = new Set(
  'sh bash ash dash zsh fish echo printf true false ls cat env date id whoami uname'.split(' '),
);

function isBrief(execution: Execution): boolean {
  const [command, ...others] = execution.commands;
  if (command === undefined || others.length !== 0) return false;
  const isShell = (command.name ?? '').endsWith('sh');
  return briefPrograms.has(command.name ?? '') && (!isShell || command.words.length === 1);
}

function report(
  execution: Execution,
  message: MessageId,
  data: Readonly<Record<string, string>>,
  rest: Partial<Report<MessageId>>,
): Report<MessageId> {
  return { message, data, span: execution.instruction.keywordSpan, ...rest };
}

function findExecForm(model: DockerfileModel, execution: Execution): Remedy {
  return toRemedy(planExecForm(model, execution));
}

function toRemedy(plan: ExecFormPlan): Remedy {
  if (plan.kind === 'refused') return { refusal: plan.reason };
  const { title, level, edits } = plan;
  return { fixes: [{ title, applicability: level, phase: 'instruction', edits }] };
}

/** The same fixes, to be looked at: they change what the container starts. */
function demote(remedy: Remedy): Remedy {
  return {
    ...remedy,
    ...(remedy.fixes === undefined
      ? {}
      : { fixes: remedy.fixes.map((fix) => ({ ...fix, applicability: 'unsafe' })) }),
  };
}
