import { ShowMessageNotification, type Connection, type MessageType } from 'vscode-languageserver';

/** Shows a message without asking anything: `connection.window` would wait for an answer, which may never come. */
export function showMessage(connection: Connection, type: MessageType, message: string): void {
  void connection.sendNotification(ShowMessageNotification.type, { type, message });
}
