import * as vscode from 'vscode';
import type { PickItem, PickParams, PickResult } from '../../../server/src/protocol/generate';

interface Entry extends vscode.QuickPickItem {
  readonly item: PickItem;
}

/** Lets a person choose; what the item in focus stands for is shown behind the list. */
export async function pick({ title, placeholder, items, many }: PickParams): Promise<PickResult> {
  const list = vscode.window.createQuickPick<Entry>();
  const entries = items.map((item): Entry => ({ ...item, item }));
  const previews = new Previews();
  list.title = title;
  list.placeholder = placeholder;
  list.matchOnDescription = true;
  list.ignoreFocusOut = many;
  list.canSelectMany = many;
  list.items = entries;
  const ticked = entries.filter(({ item }) => item.ticked);
  if (many) list.selectedItems = ticked;
  else list.activeItems = ticked;
  list.onDidChangeActive(([active]) => void previews.show(active?.item));
  list.show();
  void previews.show(items[0]);
  const chosen = await new Promise<readonly Entry[] | undefined>((resolve) => {
    list.onDidAccept(() => {
      resolve(list.selectedItems);
    });
    list.onDidHide(() => {
      resolve(undefined);
    });
  });
  list.dispose();
  await previews.close();
  return chosen === undefined ? null : chosen.map(({ item }) => item.id);
}

const scheme = 'ironhull-preview';

/** Shows texts that are not written yet, one at a time, beside the file each would replace. */
class Previews implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.path) ?? '';
  }

  async show(item: PickItem | undefined): Promise<void> {
    if (item?.preview === undefined) return;
    const { path, text, replaces } = item.preview;
    const uri = vscode.Uri.from({ scheme, path: `/${path}` });
    this.#texts.set(uri.path, text);
    const options = { preview: true, preserveFocus: true };
    if (replaces === undefined) await vscode.window.showTextDocument(uri, options);
    else {
      const before = vscode.Uri.parse(replaces, true);
      await vscode.commands.executeCommand('vscode.diff', before, uri, path, options);
    }
  }

  async close(): Promise<void> {
    const own = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => isPreview(input));
    await vscode.window.tabGroups.close(own, true);
    this.#registration.dispose();
  }
}

function isPreview(input: unknown): boolean {
  if (input instanceof vscode.TabInputText) return input.uri.scheme === scheme;
  return input instanceof vscode.TabInputTextDiff && input.modified.scheme === scheme;
}
