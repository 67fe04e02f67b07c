import {
  rpmSignatureOptions,
  signatureLines,
  signatureOptions,
  type SignatureCheck,
} from '../data/signature-options';
import type { Span } from '../text/span';
import type { Command } from './commands';
import { downloadsOf } from './downloads';
import type { DockerfileModel } from './model';
import { textOf, type PackageOption } from './package-line';
import type { PackageOperation } from './packages';
import type { Stage } from './stage-graph';
import { collectWrittenTexts } from './written-lines';

/** A place where packages are taken without a look at who signed them. */
export interface UncheckedSignature {
  readonly check: SignatureCheck;
  readonly setting: string;
  readonly span: Span;
  /** The option, where it is one, and the command that has it. */
  readonly option: { readonly option: PackageOption; readonly command: Command } | undefined;
  readonly operation: PackageOperation | undefined;
}

/** Every place of a stage where the check of package signatures is turned off. */
export function findUncheckedSignatures(
  model: DockerfileModel,
  stage: Stage,
): readonly UncheckedSignature[] {
  const found = [...inOptions(model, stage), ...inRpm(model, stage), ...inTexts(model, stage)];
  return found.sort((left, right) => left.span.start - right.span.start);
}

function inOptions(model: DockerfileModel, stage: Stage): readonly UncheckedSignature[] {
  return model.packageOperationsOf(stage).flatMap((operation) => {
    if (isOwnPackage(model, stage, operation)) return [];
    const { manager, options, command } = operation;
    return options.flatMap((option): readonly UncheckedSignature[] => {
      const { name, value, word } = option;
      const text = value === undefined ? name : `${name}=${value}`;
      const facts = signatureOptions.find(
        (each) => each.managers.includes(manager.id) && each.option.test(text),
      );
      if (facts === undefined) return [];
      const place = { option, command };
      return [
        { check: facts.check, setting: textOf(option), span: word.span, option: place, operation },
      ];
    });
  });
}

/** Packages that the project itself brings have nobody else's signature. */
function isOwnPackage(model: DockerfileModel, stage: Stage, operation: PackageOperation): boolean {
  const { packages, action, command } = operation;
  return (
    action === 'install' &&
    packages.length !== 0 &&
    packages.every(({ kind }) => kind === 'file') &&
    !downloadsOf(model, stage).some((each) => each.command.instruction === command.instruction)
  );
}

/** `rpm -i --nosignature https://…`. */
function inRpm(model: DockerfileModel, stage: Stage): readonly UncheckedSignature[] {
  return model
    .commandsOf(stage)
    .filter(
      ({ name, words }) => name === 'rpm' && words.some(({ text }) => /^["']?https?:/.test(text)),
    )
    .flatMap((command) =>
      command.words
        .filter(({ value }) => value !== undefined && rpmSignatureOptions.option.test(value))
        .map((word): UncheckedSignature => {
          const option = { name: word.text, value: undefined, word, valueWord: undefined };
          const place = { option, command };
          return {
            check: 'rpm',
            setting: word.text,
            span: word.span,
            option: place,
            operation: undefined,
          };
        }),
    );
}

function inTexts(model: DockerfileModel, stage: Stage): readonly UncheckedSignature[] {
  return collectWrittenTexts(model, stage).flatMap(({ text, file, placeOf }) =>
    signatureLines.flatMap(({ line, file: name, check }): readonly UncheckedSignature[] => {
      if (file !== undefined && !name.test(file)) return [];
      const match = line.exec(text);
      if (match === null || /\bbaseurl\s*=\s*file:/.test(text)) return [];
      const setting = /\w[\w:.-]*\s*[= ]\s*"?\w+/.exec(
        match[0].replace(/^\s*deb\S*\s+\[/, ''),
      )?.[0];
      return [
        {
          check,
          setting: setting ?? match[0].trim(),
          span: placeOf(match.index, match[0].length),
          option: undefined,
          operation: undefined,
        },
      ];
    }),
  );
}
