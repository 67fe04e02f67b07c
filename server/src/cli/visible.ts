/**
 * Text that is safe in a terminal: tabs as spaces, and what could move the cursor, change colors or
 * turn the direction of writing as a symbol.
 */
export function toVisible(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replace(/\p{Cc}/gu, toPicture)
    .replace(/[\p{Bidi_Control}\p{Zl}\p{Zp}\ufeff]/gu, '\ufffd');
}

function toPicture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
