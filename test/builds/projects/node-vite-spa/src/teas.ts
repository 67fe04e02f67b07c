const minutes: Record<string, number> = { green: 2, black: 4, mint: 8 };

export function steepingTime(tea: string): number {
  return minutes[tea] ?? 5;
}
