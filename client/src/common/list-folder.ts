import * as vscode from 'vscode';
import type { ListFolderResult } from '../../../server/src/protocol/files';

/** The entries of a folder of any scheme; null when there is none or it cannot be read. */
export async function listFolder(uri: string): Promise<ListFolderResult> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.parse(uri, true));
    return entries.map(([name, type]) => ({ name, isFolder: type === vscode.FileType.Directory }));
  } catch {
    // A folder outside the workspace, or one that is gone.
    return null;
  }
}
