import type { DockerfileModel } from '../model/model';
import type { FileChange } from '../project/project-files';
import type { Applicability } from '../rewrite/applicability';
import type { Suppression } from '../syntax/suppressions';
import type { Edit } from '../text/edit';
import type { Span } from '../text/span';
import type { RuleOption } from './define-option';

export type { Applicability };

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** Each category has the first digit of its codes and the severities its rules may have. */
export const categories = {
  'base-image': {
    digit: 1,
    title: 'Base image and supply chain',
    severities: ['error', 'warning', 'information', 'hint'],
  },
  privileges: {
    digit: 2,
    title: 'Users and privileges',
    severities: ['error', 'warning', 'information'],
  },
  secrets: { digit: 3, title: 'Secrets', severities: ['error', 'warning'] },
  caching: {
    digit: 4,
    title: 'Build cache and stages',
    severities: ['error', 'warning', 'information'],
  },
  packages: {
    digit: 5,
    title: 'Packages and image size',
    severities: ['error', 'warning', 'information'],
  },
  runtime: {
    digit: 6,
    title: 'Processes, signals and health',
    severities: ['error', 'warning', 'information'],
  },
  correctness: { digit: 7, title: 'Correctness', severities: ['error', 'warning', 'information'] },
  style: { digit: 8, title: 'Upkeep', severities: ['information', 'hint'] },
  suppressions: { digit: 9, title: 'Suppressions', severities: ['information', 'hint'] },
} as const satisfies Record<
  string,
  { readonly digit: number; readonly title: string; readonly severities: readonly Severity[] }
>;

export type Category = keyof typeof categories;

/** Tools whose checks a rule covers; the values are their ids. */
export const peers = {
  hadolint: 'hadolint',
  buildkit: 'BuildKit',
  trivy: 'Trivy',
  checkov: 'Checkov',
  kics: 'KICS',
  sonar: 'Sonar',
  semgrep: 'Semgrep',
  dockle: 'dockle',
} as const;

export type Peer = keyof typeof peers;

export type Equivalents = Partial<Readonly<Record<Peer, string | readonly string[]>>>;

/** Smaller changes go first: the engine applies one phase, parses again, and looks anew. */
export type Phase = 'word' | 'instruction' | 'structure';

export interface Fix {
  /** Imperative, no full stop: `Run as the account "node"`. */
  readonly title: string;
  readonly applicability: Applicability;
  readonly phase: Phase;
  readonly edits: readonly Edit[];
  /** Other files that change with it. */
  readonly files?: readonly FileChange[];
}

export interface RelatedPlace {
  readonly span: Span;
  readonly message: string;
}

/** One finding of a rule. */
export interface Report<MessageId extends string = string> {
  readonly message: MessageId;
  /** Values for the `{{name}}` placeholders of the message. */
  readonly data?: Readonly<Record<string, string>>;
  /** The checks of other tools that would say this, where that depends on more than the message. */
  readonly equivalents?: Equivalents;
  /** Inside one line: the word a reader should look at. */
  readonly span: Span;
  readonly related?: readonly RelatedPlace[];
  /** Best first. */
  readonly fixes?: readonly Fix[];
  /** Why there is no fix here though the rule has one elsewhere: a sentence. */
  readonly refusal?: string;
}

/** What a rule may know besides the model. */
export interface RuleContext {
  /** The day of the check, ISO date. */
  readonly today: string;
  /** The value that is set for an option of the rule, or its fallback. */
  readonly option: <Value>(option: RuleOption<Value>) => Value;
  /** Suppressions that silenced nothing; empty unless the rule declares `reviewsSuppressions`. */
  readonly unusedSuppressions: readonly {
    readonly suppression: Suppression;
    readonly id: string;
    readonly span: Span;
    readonly known: boolean;
  }[];
}

export interface Example {
  /** Carets below a word mark a finding: `#    ^^^^ root-user`. */
  readonly bad: string;
  /** The same file without the problem: what the fix makes of `bad`, unless `fixed` says otherwise. */
  readonly good: string;
  /** What the fix makes of `bad` where that differs from `good`. */
  readonly fixed?: string;
  /** Texts of the files around the Dockerfile, by path; undefined: the project is not known. */
  readonly files?: Readonly<Record<string, string>>;
  /** Options of the rule that are set for the example. */
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface RuleDefinition<MessageId extends string = string> {
  /** Kebab-case noun phrase of the problem; equals the file name. */
  readonly id: string;
  /** `IH` and three digits, the first that of the category; never used again. */
  readonly code: string;
  readonly category: Category;
  readonly severity: Severity;
  /**
   * `recommended` rules are on by default; `strict` ones also need the strict profile. `optional` ones are there for who
   * comes from another tool: on in the profile of a peer that has the check, or when a setting names them. `named` ones
   * are policies that peers leave off as well: only a setting that names them turns them on.
   */
  readonly profile: 'recommended' | 'strict' | 'optional' | 'named';
  /** Version that brought the rule; `next` until the release script writes it. */
  readonly since: string;
  /** Whether findings carry a fix. */
  readonly fixable: 'always' | 'sometimes' | 'never';
  /** One sentence. */
  readonly summary: string;
  /** Why it matters; may hold several paragraphs of Markdown. */
  readonly why: string;
  /** What the fix changes and when it is refused; needed for a rule with `unsafe` fixes. */
  readonly fixNotes?: string;
  /** How the editor shows the marked text besides the squiggle. */
  readonly tag?: 'unnecessary' | 'deprecated';
  /** Ids of assists that mend the problem. */
  readonly remedies?: readonly string[];
  readonly equivalents: Equivalents;
  /** The equivalents of one message, where those of the rule belong to different messages. */
  readonly messageEquivalents?: Partial<Readonly<Record<MessageId, Equivalents>>>;
  readonly messages: Readonly<Record<MessageId, string>>;
  /** Settings besides the severity. */
  readonly options?: readonly RuleOption<unknown>[];
  readonly examples: readonly Example[];
  /** True for a rule about suppressions: it runs after them and gets those that silenced nothing. */
  readonly reviewsSuppressions?: boolean;
  /** True for a rule that looks into the triggers of ONBUILD as well; findings there have no fix. */
  readonly inTriggers?: boolean;
  /** The program whose check it is, and the page about it; undefined for a rule of ours. */
  readonly origin?: { readonly tool: 'shellcheck'; readonly page: string };
  readonly check: (model: DockerfileModel, context: RuleContext) => Iterable<Report<MessageId>>;
}

/** A rule as the engine sees it. */
export type Rule = RuleDefinition;

/** Declares a rule; message ids are checked by the compiler. */
export function defineRule<const MessageId extends string>(
  definition: RuleDefinition<MessageId>,
): Rule {
  return definition;
}
