import type { Connection } from 'vscode-languageserver';
import { pickRequest, type PickParams, type PickResult } from '../protocol/generate';

/** Lets a person choose among items; undefined when they turned away. */
export async function pick(
  connection: Connection,
  params: PickParams,
): Promise<readonly string[] | undefined> {
  try {
    return (await connection.sendRequest<PickResult>(pickRequest, params)) ?? undefined;
  } catch {
    // A client of another editor does not know the request.
    return params.items.filter(({ ticked }) => ticked).map(({ id }) => id);
  }
}

/** Lets a person choose one of several things; nobody is asked about a single one. */
export async function pickOne<Item>(
  connection: Connection,
  { title, placeholder }: Pick<PickParams, 'title' | 'placeholder'>,
  items: readonly Item[],
  describe: (item: Item) => {
    readonly label: string;
    readonly description?: string;
    readonly detail?: string;
  },
): Promise<Item | undefined> {
  if (items.length < 2) return items[0];
  const chosen = await pick(connection, {
    title,
    placeholder,
    many: false,
    items: items.map((item, index) => ({
      ...describe(item),
      id: String(index),
      ticked: index === 0,
    })),
  });
  return chosen?.[0] === undefined ? undefined : items[Number(chosen[0])];
}
