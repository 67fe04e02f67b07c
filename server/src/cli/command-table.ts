import { profiles, type BaseFamily } from '../core/service';

/** An option of a command: a flag, or one that takes a value. */
export interface Option {
  readonly help: string;
  /** Name of the value in the help; a flag has none. */
  readonly argument?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
}

export type CommandName =
  'check' | 'fix' | 'harden' | 'generate' | 'score' | 'pin' | 'config' | 'explain' | 'rules';

/** All that the parser and the help know of a command. */
export interface CommandDescription {
  readonly name: CommandName;
  readonly usage: string;
  readonly summary: string;
  readonly details: string;
  readonly options: Readonly<Record<string, Option>>;
}

const format: Option = {
  argument: 'FORMAT',
  choices: ['text', 'json'],
  help: 'How to print: text (the default) or json.',
};

const selection = {
  only: {
    argument: 'ID',
    repeatable: true,
    help: 'Only this rule, whatever the settings say; may be given several times. Takes our id, our code, or the id of another tool (DL3002, DS-0002, CKV_DOCKER_3 …).',
  },
  profile: {
    argument: 'PROFILE',
    choices: profiles,
    help: 'The rules to start from; wins over the settings file.',
  },
  config: {
    argument: 'FILE',
    help: 'The settings file; without it the nearest .ironhull.json or package.json#ironhull in the folder of each file or above, or else .hadolint.yaml.',
  },
  'no-config': { help: 'Read no settings file.' },
  'stdin-filename': {
    argument: 'PATH',
    help: 'The path to show for standard input, and to find its settings file and its project by.',
  },
  context: {
    argument: 'FOLDER',
    help: 'The build context; without it the nearest folder, from that of the file upward, that has what the file copies.',
  },
  'no-context': { help: 'Look at the Dockerfiles alone: read no other file of the project.' },
  today: {
    argument: 'DATE',
    help: 'The day to check for (2026-01-31): rules about the end of support depend on it. Default: today.',
  },
} as const satisfies Readonly<Record<string, Option>>;

const steps = {
  only: {
    argument: 'STEP',
    repeatable: true,
    help: 'Only this step, assist or rule; may be given several times, or hold several with commas between.',
  },
  skip: {
    argument: 'STEP',
    repeatable: true,
    help: 'Not this step, assist or rule; given as for --only.',
  },
} as const satisfies Readonly<Record<string, Option>>;

const online: Option = {
  help: 'Allow connections to the registries of the images; without it there are none.',
};

const operandHelp = `FILE is checked whatever its name is. In a FOLDER (default: the current one) these are found:
Dockerfile, Containerfile, *.dockerfile, *.containerfile, Dockerfile.* and Containerfile.*
(not Dockerfile.md and others with the extension of source code, documents or templates).
What .gitignore excludes, .git and node_modules are left out. A GLOB (** * ? [a-z] {a,b})
may be quoted.`;

/** Every command, in the order of the help. */
export const commands: readonly CommandDescription[] = [
  {
    name: 'check',
    usage: 'ironhull check [OPTIONS] [FILE|FOLDER|GLOB|-]...',
    summary: 'Find problems in Dockerfiles.',
    details: `${operandHelp} "-" is standard input.\n\nExit code: 0 nothing found, 1 problems found (see --fail-on), 2 something failed.`,
    options: {
      format: {
        argument: 'FORMAT',
        choices: ['text', 'json', 'sarif', 'github', 'gitlab', 'checkstyle', 'junit'],
        help: 'How to print: text (the default), json, sarif, github (annotations), gitlab (Code Quality), checkstyle or junit.',
      },
      'fail-on': {
        argument: 'SEVERITY',
        choices: ['error', 'warning', 'information', 'hint', 'never'],
        help: 'The least severity that makes the exit code 1. Default: what the settings file says, or warning.',
      },
      ...selection,
      shellcheck: {
        help: 'Also run ShellCheck, which must be in PATH, on the shell scripts of the files, and show what it finds.',
      },
      quiet: { help: 'One line for each problem; no excerpts, summary or notes.' },
      color: { help: 'Color the output, even when it does not go to a terminal.' },
      'no-color': { help: 'No colors; so does the environment variable NO_COLOR.' },
    },
  },
  {
    name: 'fix',
    usage: 'ironhull fix [OPTIONS] [FILE|FOLDER|GLOB|-]...',
    summary: 'Apply fixes that keep the built image as it is.',
    details: `${operandHelp} "-" is standard input; the fixed text goes to standard output.\n\nExit code: 0 done, 2 something failed.`,
    options: {
      unsafe: { help: 'Apply fixes that change the image as well: look at the result.' },
      diff: { help: 'Print what would change as a unified diff; write nothing.' },
      ...selection,
      quiet: { help: 'Tell only what failed.' },
    },
  },
  {
    name: 'harden',
    usage: 'ironhull harden [OPTIONS] [FILE|-]',
    summary: 'Plan, or do, all that makes a Dockerfile better.',
    details: `FILE is a Dockerfile; without it that of the current folder. The files around it tell how the
application is built and started. Nothing is written without --write.\n\nExit code: 0 done, 2 something failed.`,
    options: {
      online,
      write: { help: 'Write the Dockerfile and the other files that change.' },
      diff: { help: 'Print what changes as a unified diff instead of the plan.' },
      json: { help: 'Print the plan as JSON.' },
      base: {
        argument: 'KIND',
        choices: ['slim', 'alpine', 'distroless'],
        help: 'The kind of base image to change to; without it only what is sure to fit.',
      },
      ...steps,
      profile: selection.profile,
      config: selection.config,
      'no-config': selection['no-config'],
      'stdin-filename': selection['stdin-filename'],
      context: selection.context,
      'no-context': selection['no-context'],
      today: selection.today,
      quiet: { help: 'No notes; tell only what failed besides the result.' },
    },
  },
  {
    name: 'generate',
    usage: 'ironhull generate [OPTIONS] [FOLDER]',
    summary: 'Write a hardened Dockerfile, and what goes with it, for a project.',
    details: `Looks at the files of FOLDER (default: the current one), tells what was found and why, and
writes the Dockerfile, the ignore file and the Compose file. Files that are there already are kept,
but for the ignore file, which gets the lines it lacks.

Exit code: 0 done, 1 a file was there already and was kept, 2 something failed.`,
    options: {
      list: { help: 'Only tell which recipes fit which folders, and why.' },
      recipe: { argument: 'ID', help: 'The recipe to take; without it the first that fits.' },
      app: {
        argument: 'FOLDER',
        help: 'The application, where there are several: a folder relative to the project.',
      },
      base: {
        argument: 'FAMILY',
        choices: [
          'slim',
          'alpine',
          'distroless',
          'dhi',
          'chainguard',
        ] satisfies readonly BaseFamily[],
        help: 'The family of base images: slim, alpine, distroless, dhi (Docker Hardened Images) or chainguard. Without it the one that fits best.',
      },
      port: { argument: 'NUMBER', help: 'The port the program listens on.' },
      'health-path': {
        argument: 'PATH',
        help: 'The path that answers while the program lives: /healthz.',
      },
      'ready-path': {
        argument: 'PATH',
        help: 'The path that answers while the program can work: /readyz.',
      },
      name: { argument: 'NAME', help: 'The name of the image and of the service.' },
      only: {
        argument: 'PART',
        repeatable: true,
        help: 'Only this part; may be given several times, or hold several with commas between, or be "all". Parts: dockerfile, dockerignore, compose, kubernetes, kubernetes-blue-green, workflow, bake, updates, renovate.',
      },
      force: { help: 'Write over files that are there already.' },
      'dry-run': { help: 'Write nothing; print what would be written as a unified diff.' },
      json: { help: 'Write nothing; print facts, plan and files as JSON.' },
      online,
      today: selection.today,
      quiet: { help: 'Tell only what failed besides the result.' },
    },
  },
  {
    name: 'score',
    usage: 'ironhull score [OPTIONS] [FILE|FOLDER|GLOB|-]...',
    summary: 'Hold Dockerfiles and their companions against 40 points.',
    details: `${operandHelp} "-" is standard input.

Besides the Dockerfile these count: its ignore file, compose.yaml, Kubernetes manifests, workflows,
and the settings of Dependabot or Renovate.

Exit code: 0 done, 1 fewer points than --min, 2 something failed.`,
    options: {
      min: { argument: 'POINTS', help: 'The exit code is 1 below this number of points.' },
      json: { help: 'Print all points as JSON.' },
      context: selection.context,
      'no-context': selection['no-context'],
      today: selection.today,
      quiet: { help: 'Tell only what failed besides the result.' },
    },
  },
  {
    name: 'pin',
    usage: 'ironhull pin --online [OPTIONS] [FILE|FOLDER|GLOB|-]...',
    summary: 'Pin images by digest, asking registries.',
    details: `Asks the registry of each image for the digest that its tag has now, and tells it. Nothing is
written without --write. Registries learn the names of the images and nothing else of the files.

${operandHelp} "-" is standard input.\n\nExit code: 0 done, 2 something failed, such as an image that a registry does not have.`,
    options: {
      online,
      write: { help: 'Write the digests behind the tags.' },
      diff: { help: 'Print what changes as a unified diff instead of the images.' },
      'stdin-filename': { argument: 'PATH', help: 'The path to show for standard input.' },
      quiet: { help: 'No notes; tell only what failed besides the result.' },
    },
  },
  {
    name: 'config',
    usage: 'ironhull config migrate [--write] [FOLDER]',
    summary: 'Turn the configuration of other tools into one of Ironhull.',
    details: `Reads .hadolint.yaml (or .yml), .tally.toml, .dockerfilelintrc, kics.config, .trivyignore (or
.yaml), .checkov.yaml (or .yml) and .dockleignore of FOLDER (default: the current one) and prints
.ironhull.json, which says the same. What it cannot say is left out and told. All but the second,
third and fourth Ironhull reads by itself where they lie.

Exit code: 0 done, 2 something failed, such as a key that hadolint does not have.`,
    options: {
      write: { help: 'Write .ironhull.json beside it, unless there is one.' },
      quiet: { help: 'No notes; tell only what failed besides the result.' },
    },
  },
  {
    name: 'explain',
    usage: 'ironhull explain RULE | --model FILE',
    summary: 'Tell what a rule is about, or what Ironhull understands of a file.',
    details:
      'RULE is our id, our code, or the id of another tool (DL3002, DS-0002, CKV_DOCKER_3 …).',
    options: {
      model: { argument: 'FILE', help: 'Print the facts that rules see: stages, users, shells …' },
    },
  },
  {
    name: 'rules',
    usage: 'ironhull rules [--format text|json]',
    summary: 'List all rules.',
    details: '',
    options: { format },
  },
];

/** The command of that name. */
export function findCommand(name: string): CommandDescription | undefined {
  return commands.find((command) => command.name === name);
}
