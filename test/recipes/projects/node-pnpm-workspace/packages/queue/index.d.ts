export function takeLetters(address: string, signal: AbortSignal): AsyncIterable<string>;
