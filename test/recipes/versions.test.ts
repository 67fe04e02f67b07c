import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  chooseCycle,
  fromComposerConstraint,
  fromPessimisticConstraint,
  fromPythonSpecifier,
} from '../../server/src/core/plan/supported-version';
import { today } from '../harness/recipe-cases';

describe('the release line an image is made for', () => {
  const cycleOf = (product: string, range?: string, day = today): string => {
    const chosen = chooseCycle(product, range, day);
    return chosen === undefined
      ? 'none'
      : `${chosen.cycle}${chosen.supported ? '' : ' without support'}`;
  };
  const cases: readonly (readonly [wanted: string, product: string, range?: string])[] = [
    ['3.14', 'python'],
    ['26', 'nodejs'],
    ['24', 'nodejs', '22 || 24 || 25'],
    ['3.12', 'python', '>=3.11 <3.13'],
    ['3.8 without support', 'python', '3.8.x'],
    ['none', 'python', '>=9'],
    ['none', 'python', 'the newest'],
    ['none', 'no-such-language'],
  ];
  for (const [wanted, product, range] of cases) {
    test(`${product} ${range ?? 'of any version'}: ${wanted}`, () => {
      assert.equal(cycleOf(product, range), wanted);
    });
  }

  test('lines that come out later are not taken', () => {
    assert.equal(cycleOf('python', undefined, '2024-01-01'), '3.12');
  });
});

describe('constraints of other tools in the form of npm', () => {
  test('Python', () => {
    assert.equal(fromPythonSpecifier('>=3.11, <4, !=3.12.1'), '>=3.11 <4');
    assert.equal(fromPythonSpecifier('~=3.12'), '^3.12');
    assert.equal(fromPythonSpecifier('~=3.12.1'), '~3.12.1');
    assert.equal(fromPythonSpecifier('==3.13.*'), '=3.13.*');
  });

  test('Composer', () => {
    assert.equal(fromComposerConstraint('^8.2|^8.3'), '^8.2||^8.3');
    assert.equal(fromComposerConstraint('>=8.1,<9'), '>=8.1 <9');
  });

  test('Bundler and Mix', () => {
    assert.equal(fromPessimisticConstraint('~> 3.3'), '^3.3');
    assert.equal(fromPessimisticConstraint('~> 3.3.1'), '~3.3.1');
    assert.equal(fromPessimisticConstraint('>= 3.2, < 4'), '>= 3.2 < 4');
  });
});
