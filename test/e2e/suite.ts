// Tests of the extension through VS Code's API; the same in the Node and in the web extension host.
import * as vscode from 'vscode';
import { expectedFile, type Expected, type ExpectedFinding } from './expected';

const extensionId = 'ironhull.ironhull';
const pollMs = 50;
const patienceMs = 20_000;

/** node:assert does not exist in the web extension host. */
function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [was, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (was !== wanted) throw new Error(`${what}:\n  expected ${wanted}\n  got      ${was}`);
}

function found<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`not found: ${what}`);
  return value;
}

/** Diagnostics, lazily loaded snippets, settings: all arrive when they arrive. */
async function until<T>(
  read: () => T | PromiseLike<T>,
  isGood: (value: T) => boolean,
  what: string,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (isGood(value)) return value;
    if (Date.now() > end) throw new Error(`${what}: timed out at ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

const ours = (document: vscode.TextDocument) =>
  vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ironhull');

function ruleOf({ code }: vscode.Diagnostic): string {
  return typeof code === 'object' ? String(code.value) : String(code);
}

function toFinding(diagnostic: vscode.Diagnostic): ExpectedFinding {
  const { start, end } = diagnostic.range;
  return {
    rule: ruleOf(diagnostic),
    range: [start.line, start.character, end.line, end.character],
  };
}

function inOrder(findings: readonly ExpectedFinding[]): ExpectedFinding[] {
  const key = ({ rule, range }: ExpectedFinding) => JSON.stringify([rule, range]);
  return [...findings].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const hasFindings = (document: vscode.TextDocument, findings: readonly ExpectedFinding[]) =>
  until(
    () => inOrder(ours(document).map(toFinding)),
    (now) => JSON.stringify(now) === JSON.stringify(inOrder(findings)),
    `findings, expected ${JSON.stringify(inOrder(findings))}`,
  );

const finding = (document: vscode.TextDocument, rule: string) =>
  until(
    () => ours(document).find((diagnostic) => ruleOf(diagnostic) === rule),
    (diagnostic) => diagnostic !== undefined,
    `finding ${rule}`,
  ).then((diagnostic) => found(diagnostic, rule));

async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  try {
    return await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind.value,
    );
  } catch (error) {
    if (/cancel/i.test(String(error))) return [];
    throw error;
  }
}

/**
 * Asks as the lightbulb does, and again when there is no answer: VS Code 1.91 now and then cancels its
 * own request or drops the answer that it got.
 */
async function actionAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind: vscode.CodeActionKind,
  isWanted: (title: string) => boolean,
): Promise<vscode.CodeAction> {
  const actions = await until(
    () => actionsAt(document, range, kind),
    (offered) => offered.some(({ title }) => isWanted(title)),
    `action of kind ${kind.value}`,
  );
  return found(
    actions.find(({ title }) => isWanted(title)),
    kind.value,
  );
}

async function apply(action: vscode.CodeAction): Promise<void> {
  if (action.edit) equal(await vscode.workspace.applyEdit(action.edit), true, action.title);
  if (action.command) {
    const { command, arguments: args = [] } = action.command;
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
  }
}

/** The text of a file as it would be read now; undefined when there is none. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find(
    (document) => document.uri.toString() === uri.toString(),
  );
  if (open !== undefined) await open.save();
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function setText(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  edit.replace(document.uri, all, text);
  equal(await vscode.workspace.applyEdit(edit), true, 'setText');
}

export function defineSuite(host: 'node' | 'web'): void {
  suite(`Ironhull in the ${host} extension host of VS Code ${vscode.version}`, () => {
    let folder: vscode.Uri;
    let naive: vscode.TextDocument;
    let naiveText: string;
    let expected: Expected;

    suiteSetup(async () => {
      folder = found(vscode.workspace.workspaceFolders?.[0], 'workspace folder').uri;
      const json = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, expectedFile));
      expected = JSON.parse(new TextDecoder().decode(json)) as Expected;
      naive = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile'));
      naiveText = naive.getText();
      await vscode.window.showTextDocument(naive);
    });

    // Findings of an earlier text must not be taken for those of the naive one.
    teardown(async () => {
      await setText(naive, naiveText);
      await hasFindings(naive, expected.findings);
    });

    test('the language is dockerfile and the extension activates', async () => {
      equal(naive.languageId, 'dockerfile');
      const extension = found(vscode.extensions.getExtension(extensionId), extensionId);
      await extension.activate();
      equal(extension.isActive, true);
    });

    test('the findings are those of the command line, rule by rule and range by range', async () => {
      equal(expected.findings.length > 3, true, 'the naive Dockerfile has findings');
      await hasFindings(naive, expected.findings);
    });

    test('each finding links to the page of its rule', async () => {
      await finding(naive, 'missing-user');
      for (const { code, message } of ours(naive)) {
        if (typeof code !== 'object') throw new Error(`no link: ${message}`);
        equal(
          ['http', 'https'].includes(code.target.scheme),
          true,
          `link ${code.target.toString()}`,
        );
        equal(
          code.target.path.includes(String(code.value)),
          true,
          `link ${code.target.toString()}`,
        );
        equal(message.length > 10, true, message);
      }
    });

    for (const rule of ['missing-user', 'broad-copy-before-install', 'shell-form-command']) {
      test(`the quick fix of ${rule} gives what the core gives`, async () => {
        const fix = found(
          expected.quickFixes.find((candidate) => candidate.rule === rule),
          `expected quick fix of ${rule}`,
        );
        const { range } = await finding(naive, rule);
        const action = await actionAt(
          naive,
          range,
          vscode.CodeActionKind.QuickFix,
          (title) => title === fix.title,
        );
        await apply(action);
        equal(naive.getText(), fix.text, 'text after the fix');
        await until(
          () => ours(naive).map(ruleOf),
          (rules) => !rules.includes(rule),
          `${rule} is gone`,
        );
      });
    }

    test('"Fix all" gives what `ironhull fix` gives', async () => {
      equal(expected.fixed === naiveText, false, 'nothing to fix');
      await hasFindings(naive, expected.findings);
      const all = new vscode.Range(0, 0, naive.lineCount, 0);
      const kind = vscode.CodeActionKind.SourceFixAll.append('ironhull');
      await apply(await actionAt(naive, all, kind, () => true));
      equal(naive.getText(), expected.fixed, 'text after "Fix all"');
    });

    test('hardening opens a review, and what it applies is what `ironhull harden` gives', async () => {
      await hasFindings(naive, expected.findings);
      const answer = vscode.commands.executeCommand('ironhull.harden');
      await until(
        async () => {
          await vscode.commands.executeCommand('refactorPreview.apply');
          return naive.getText();
        },
        (text) => text === expected.harden.hardened,
        'the hardened text',
      );
      await answer;
      await vscode.commands.executeCommand('notifications.clearAll');
    });

    test('generates for three projects what `ironhull generate` gives, and replaces nothing', async () => {
      equal(expected.generated.length, 3, 'projects');
      for (const { folder: place, dockerfile } of expected.generated) {
        const project = vscode.Uri.joinPath(folder, place);
        const target = vscode.Uri.joinPath(project, 'Dockerfile');
        const generate = async (isDone: (text: string | undefined) => boolean): Promise<void> => {
          let answered = false;
          const answer = vscode.commands
            .executeCommand('ironhull.generate', project)
            .then(() => (answered = true));
          await until(
            async () => {
              await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
              return answered;
            },
            (done) => done,
            `an answer for ${place}`,
          );
          await answer;
          await until(() => readText(target), isDone, `the Dockerfile of ${place}`);
        };
        await generate((text) => text === dockerfile);
        await vscode.workspace.fs.writeFile(target, new TextEncoder().encode('FROM scratch\n'));
        await generate((text) => text === 'FROM scratch\n');
        await vscode.commands.executeCommand('notifications.clearAll');
      }
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.window.showTextDocument(naive);
    });

    test('a finding can be suppressed with a reason', async () => {
      const { range } = await finding(naive, 'shell-form-command');
      const action = await actionAt(naive, range, vscode.CodeActionKind.QuickFix, (title) =>
        title.startsWith('Ignore shell-form-command'),
      );
      await apply(action);
      const comment = naive.lineAt(range.start.line).text;
      equal(/^# ironhull ignore=shell-form-command: \S/.test(comment), true, comment);
      await until(
        () => ours(naive).map(ruleOf),
        (rules) => !rules.includes('shell-form-command'),
        'the finding is gone',
      );
    });

    test('the hover of a finding shows the page of its rule', async () => {
      const { range } = await finding(naive, 'shell-form-command');
      const text = await until(
        async () => {
          const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
            'vscode.executeHoverProvider',
            naive.uri,
            range.start,
          );
          return hovers
            .flatMap(({ contents }) => contents)
            .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
            .join('\n');
        },
        (markdown) => markdown.includes('shell-form-command'),
        'hover',
      );
      equal(text.length > 200, true, `a page, not a line: ${text}`);
    });

    test('every snippet is offered', async () => {
      const lastLine = new vscode.Position(naive.lineCount, 0);
      const prefixes = expected.snippets.map(({ prefix }) => prefix);
      await until(
        async () => {
          const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
            'vscode.executeCompletionItemProvider',
            naive.uri,
            lastLine,
          );
          const labels = items.map(({ label }) =>
            typeof label === 'string' ? label : label.label,
          );
          return prefixes.filter((prefix) => !labels.includes(prefix));
        },
        (absent) => prefixes.length > 0 && absent.length === 0,
        'snippets that are not offered',
      );
    });

    test('the commands exist, and a restarted server finds the same again', async () => {
      const commands = await vscode.commands.getCommands(true);
      for (const command of ['ironhull.restartServer', 'ironhull.showOutput']) {
        equal(commands.includes(command), true, command);
      }
      await vscode.commands.executeCommand('ironhull.showOutput');
      await vscode.commands.executeCommand('ironhull.restartServer');
      await setText(naive, `${naiveText}\n# after the restart\n`);
      await hasFindings(naive, expected.findings);
    });

    test('other languages are left alone', async () => {
      const content = naiveText;
      const plain = await vscode.workspace.openTextDocument({ language: 'plaintext', content });
      await vscode.window.showTextDocument(plain);
      await hasFindings(naive, expected.findings);
      equal(ours(plain).map(ruleOf), []);
      await vscode.window.showTextDocument(naive);
    });

    const oddities: Record<string, string> = {
      empty: '',
      'a line break': '\n',
      'an unfinished line': 'FROM node:18\nRUN echo \\',
      'unknown instructions': 'HELLO\nFROM\nFROM FROM FROM\nCOPY\nUSER\nCMD [\n',
      'an open heredoc': 'FROM alpine\nRUN <<EOF\necho hi\n',
      'control characters': `FROM a\u0000\u0001\u001b[31m\nRUN \u0000\uFFFD\uFEFF\uD800 x\n`,
      'mixed line ends': 'FROM node:18\r\nRUN npm install\rUSER root\n',
      'one very long line': `FROM alpine\nRUN ${'echo x && '.repeat(5000)}true\n`,
    };
    for (const [name, content] of Object.entries(oddities)) {
      test(`the server survives ${name}`, async () => {
        const odd = await vscode.workspace.openTextDocument({ language: 'dockerfile', content });
        await vscode.window.showTextDocument(odd);
        const all = new vscode.Range(0, 0, odd.lineCount, 0);
        await actionsAt(odd, all, vscode.CodeActionKind.QuickFix);
        await actionsAt(odd, all, vscode.CodeActionKind.SourceFixAll.append('ironhull'));
        await setText(odd, `${content}\nUSER `);
        // The same server then still answers for a changed Dockerfile.
        await vscode.window.showTextDocument(naive);
        await setText(naive, 'FROM scratch\n');
        await until(
          () => ours(naive).map(ruleOf),
          (rules) => !rules.includes('shell-form-command'),
          'findings of the changed text',
        );
        await setText(naive, naiveText);
        await hasFindings(naive, expected.findings);
      });
    }
  });
}
