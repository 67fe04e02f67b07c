import * as vscode from 'vscode';
import type { ReadFileResult } from '../../../server/src/protocol/files';

/** The text of a file of any scheme; null when there is none or it cannot be read. */
export async function readFile(uri: string): Promise<ReadFileResult> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse(uri, true));
    return new TextDecoder().decode(bytes);
  } catch {
    // Most files the server asks for do not exist: it walks up the folders.
    return null;
  }
}
