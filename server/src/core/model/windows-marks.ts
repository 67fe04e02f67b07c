import { findFlag, type Instruction } from '../syntax/instruction';

/**
 * What a stage says by itself about being built for Windows: the name of its image, the platform, a shell that only
 * Windows has, a path with a drive, an account that only Windows has. Many images have one name for both systems, so
 * the facts about Linux images do not hold for such a stage. PowerShell as pwsh runs on both.
 */
export type WindowsMark = 'none' | 'pwsh' | 'windows';

/** Reads the marks of a stage. */
export function readWindowsMark(
  from: Instruction,
  instructions: readonly Instruction[],
): WindowsMark {
  if (
    namesWindows(from.words[0]?.text ?? '') ||
    findFlag(from, 'platform')?.value?.text.startsWith('windows') === true ||
    instructions.some(isWindowsInstruction)
  ) {
    return 'windows';
  }
  return instructions.some(choosesPwsh) ? 'pwsh' : 'none';
}

/** `mcr.microsoft.com/windows/nanoserver`, `golang:1.26-windowsservercore`. */
export function namesWindows(text: string): boolean {
  return /windows|nanoserver|servercore|dotnet\/framework/i.test(text);
}

const drive = /^["']?[A-Za-z]:[\\/]/;

function isWindowsInstruction({ keyword, json, words, argumentText }: Instruction): boolean {
  const [first = '', second = ''] = json?.map(({ value }) => value) ?? argumentText.split(/\s+/, 2);
  switch (keyword) {
    case 'SHELL':
      return json !== undefined && isWindowsShell(first);
    case 'RUN':
      return startsWindowsShell(first, second);
    case 'CMD':
    case 'ENTRYPOINT':
      return drive.test(first) || startsWindowsShell(first, second);
    case 'USER':
      return /^Container(?:Administrator|User)$/i.test(argumentText);
    case 'WORKDIR':
      return drive.test(argumentText);
    case 'VOLUME':
    case 'COPY':
    case 'ADD':
      return [...words.map(({ text }) => text), ...(json ?? []).map(({ value }) => value)].some(
        (text) => drive.test(text),
      );
    default:
      return false;
  }
}

/** PowerShell for Linux is always called pwsh. */
function isWindowsShell(program: string): boolean {
  return /^(?:.*[\\/])?(?:(?:cmd|powershell)(?:\.exe)?|pwsh\.exe)$/i.test(program);
}

/** A program of one's own may be called cmd too; that of Windows gets options with a slash. */
function startsWindowsShell(first: string, second: string): boolean {
  return isWindowsShell(first) && (first.toLowerCase() !== 'cmd' || second.startsWith('/'));
}

function choosesPwsh({ keyword, json }: Instruction): boolean {
  return keyword === 'SHELL' && /^(?:.*\/)?pwsh$/i.test(json?.[0]?.value ?? '');
}

/** True when a tag names a Linux distribution, as in `10.0-noble`. */
export function namesLinux(tag: string): boolean {
  return /alpine|debian|stretch|buster|bullseye|bookworm|trixie|ubuntu|focal|jammy|noble|resolute|linux|mariner|ubi\d|slim/.test(
    tag,
  );
}
