import { findLiteralSecrets, type LiteralSecret } from '../model/literal-secrets';
import { DockerfileModel } from '../model/model';
import { findVariableUses } from '../model/secret-reads';
import type { Instruction } from '../syntax/instruction';
import { applyEdits, type Edit } from '../text/edit';
import { containsSpan, type Span } from '../text/span';
import { addMount, findFrontendObstacle } from './mount-secret';

/** Edits that take a literal secret out of its RUNs, or the sentence that says why they stay. */
export type MountedLiteral =
  | {
      readonly kind: 'edits';
      readonly edits: readonly Edit[];
      /** Of the variable that the RUNs get. */
      readonly name: string;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Puts a variable from a secret mount in the place of a credential, in each RUN that has the same one. */
export function mountLiteralSecret(model: DockerfileModel, secret: LiteralSecret): MountedLiteral {
  const value = valueOf(model, secret);
  const name = nameOf(model, secret);
  if (secret.instruction.keyword !== 'RUN') {
    return refuse(
      forContainer.has(secret.instruction.keyword)
        ? 'It is there for the container, which has to get it when it starts.'
        : 'Which step needs it is for a person to say.',
    );
  }
  if (value === undefined || name === undefined) {
    return refuse('Which part of it is the secret is not known.');
  }
  if (new RegExp(`(?<!\\w)${name}(?!\\w)`).test(model.text)) {
    return refuse(`The name ${name} stands for something else in this file.`);
  }
  const obstacle = findFrontendObstacle(model);
  if (obstacle !== undefined) return refuse(obstacle);
  const text = model.text.slice(value.start, value.end);
  const places = findLiteralSecrets(model).flatMap((each) => {
    const own = valueOf(model, each);
    const isSame = own !== undefined && model.text.slice(own.start, own.end) === text;
    return isSame && each.instruction.keyword === 'RUN' ? [{ ...each, value: own }] : [];
  });
  const runs = [...new Set(places.map(({ instruction }) => instruction))];
  const replaced = places.flatMap((each) => replace(model, each.instruction, each.value, name));
  const reason = findMisuse(model, runs, replaced, name);
  if (reason !== undefined) return refuse(reason);
  const options = `type=secret,id=${name},env=${name},required=true`;
  return {
    kind: 'edits',
    edits: [...replaced, ...runs.map((run) => addMount(run, options))],
    name,
  };
}

const forContainer = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

function refuse(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason };
}

/** The credential itself, without user, option and quotes. */
function valueOf(model: DockerfileModel, { form, kind, span }: LiteralSecret): Span | undefined {
  const text = model.text.slice(span.start, span.end);
  if (form === 'token') return text.startsWith('-----') ? undefined : span;
  const [, before = '', value] = patternOf(form, kind).exec(text) ?? [];
  if (value === undefined) return undefined;
  const start = span.start + before.length;
  return { start, end: start + value.length };
}

/** What stands in front of the credential, and the credential. */
function patternOf(form: LiteralSecret['form'], program: string): RegExp {
  if (form === 'url') return /^([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)([^\s/@]+)@/i;
  if (program === 'curl') return /^(["']?(?:--[\w-]+=)?["']?[^:"']*:)([^"']+)["']?$/;
  return /^(?:mysql|mariadb)/.test(program)
    ? /^(["']?(?:--password=|-p)?["']?)([^"']+)["']?$/
    : /^(["']?(?:--[\w-]+=)?["']?)([^"']+)["']?$/;
}

/** `GITLAB_TOKEN` for the format of an issuer, `FILES_ACME_IO_PASSWORD` for an address. */
function nameOf(model: DockerfileModel, { form, kind, span }: LiteralSecret): string | undefined {
  const text = model.text.slice(span.start, span.end);
  const words =
    form === 'token'
      ? kind.replace(/^an? /, '')
      : `${form === 'url' ? (/@([\w.-]+)/.exec(text)?.[1] ?? '') : kind} password`;
  const name = words.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return /^[A-Z]\w+$/.test(name) ? name : undefined;
}

/** The word gets double quotes, so that blanks in the value split nothing, where nothing in it means more then. */
function replace(
  model: DockerfileModel,
  run: Instruction,
  value: Span,
  name: string,
): readonly Edit[] {
  const edit = { span: value, text: `\${${name}}` };
  const { form, commands } = model.executionOf(run);
  const word = commands.flatMap(({ words }) => words).find(({ span }) => containsSpan(span, value));
  if (word === undefined || form === 'exec') return [edit];
  const { start, end } = word.span;
  if (/^[\w.,:;/@%+=-]+$/.test(word.text)) {
    return [
      { span: { start, end: start }, text: '"' },
      edit,
      { span: { start: end, end }, text: '"' },
    ];
  }
  if (!/^'[^'"$`\\!]*'$/.test(word.text)) return [edit];
  return [
    { span: { start, end: start + 1 }, text: '"' },
    edit,
    { span: { start: end - 1, end }, text: '"' },
  ];
}

/** Why the RUNs would not be helped by the variable, found out with the text that they would have. */
function findMisuse(
  model: DockerfileModel,
  runs: readonly Instruction[],
  edits: readonly Edit[],
  name: string,
): string | undefined {
  const changed = new DockerfileModel(applyEdits(model.text, edits));
  const own = runs.flatMap(
    (run) => changed.tree.instructions[model.tree.instructions.indexOf(run)] ?? [],
  );
  const uses = findVariableUses(changed, own, name);
  return (
    uses.find(({ obstacle }) => obstacle !== undefined)?.obstacle ??
    (uses.length === runs.length ? undefined : 'How the RUN reads the value is not known.')
  );
}
