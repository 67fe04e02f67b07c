import type { ShellWord } from '../syntax/shell';
import type { DockerfileModel } from './model';
import type { PackageOption } from './package-line';
import type { PackageOperation } from './packages';
import { findRubyLine } from './ruby-image';
import { collectInheritance, type Stage } from './stage-graph';

/** An option of `bundle install` that Bundler 2 writes into its settings, and Bundler 4 has no more. */
export interface RememberedOption {
  readonly option: PackageOption;
  /** The words of the option, its name first. */
  readonly words: readonly ShellWord[];
  /** What `bundle config set --local` says instead, `without development:test`; undefined when there is no such thing. */
  readonly setting: string | undefined;
}

/** Options without a value, and the setting they write. */
const switches: ReadonlyMap<string, string> = new Map([
  ['--clean', 'clean true'],
  ['--deployment', 'deployment true'],
  ['--frozen', 'frozen true'],
  ['--no-prune', 'no_prune true'],
  ['--system', 'path.system true'],
]);

const values: ReadonlyMap<string, string> = new Map([
  ['--path', 'path'],
  ['--shebang', 'shebang'],
]);

/** Options that take every word up to the next option. */
const lists: ReadonlyMap<string, string> = new Map([
  ['--with', 'with'],
  ['--without', 'without'],
]);

/**
 * The options of a `bundle install` that are settings since Bundler 2.1. Silent where Bundler may be older: Bundler 1
 * does not run on Ruby 3.2 and later.
 *
 * Source: https://github.com/rubygems/rubygems/blob/master/doc/bundler/UPGRADING.md; checked 2026-11-22
 */
export function findRememberedOptions(
  model: DockerfileModel,
  stage: Stage,
  { manager, verb, options, command }: PackageOperation,
): readonly RememberedOption[] {
  if (manager.id !== 'bundler' || !/^(?:|i|install)$/.test(verb.words.join(' '))) return [];
  if ((findRubyLine(stage) ?? 0) < 302 || installsOld(model, stage)) return [];
  return options.flatMap((option): readonly RememberedOption[] => {
    const { name, value, word, valueWord } = option;
    const words = valueWord === undefined ? [word] : [word, valueWord];
    if (name === '--binstubs') return [{ option, words, setting: undefined }];
    const fixed = switches.get(name);
    if (fixed !== undefined) {
      return word.text === name ? [{ option, words, setting: fixed }] : [];
    }
    const single = values.get(name);
    if (single !== undefined) {
      const text = valueWord?.text ?? (/["'$]/.test(word.text) ? '' : (value ?? ''));
      return [{ option, words, setting: text === '' ? undefined : `${single} ${text}` }];
    }
    const list = lists.get(name);
    if (list === undefined) return [];
    const first = command.words.indexOf(word);
    const rest = command.words.slice(first + 1);
    const end = rest.findIndex(({ text }) => text.startsWith('-'));
    const following = rest.slice(0, end < 0 ? rest.length : end);
    const all = [
      ...(valueWord === undefined ? [value] : []),
      ...following.map((each) => each.value),
    ];
    const groups = all
      .flatMap((each) => each?.split(/[\s:]+/) ?? ['?'])
      .filter((each) => each !== '');
    const isPlain = groups.length !== 0 && groups.every((each) => /^\w+$/.test(each));
    return [
      {
        option,
        words: [word, ...following],
        setting: isPlain ? `${list} ${groups.join(':')}` : undefined,
      },
    ];
  });
}

/** A Bundler of a version before 2.1, which has no `bundle config set`. */
function installsOld(model: DockerfileModel, stage: Stage): boolean {
  return collectInheritance(stage)
    .flatMap((part) => model.packageOperationsOf(part))
    .some(
      ({ manager, packages }) =>
        manager.id === 'gem' &&
        packages.some(
          ({ name, version }) =>
            name === 'bundler' && /^\D*(?:1|2\.0|\d*$)(?:\.|$)/.test(version ?? '2.1'),
        ),
    );
}
