import type { BuildContext } from './build-context';
import { foldersAbove, isVisibleFile, resolveBelow, visibleFilesOf } from './install-inputs';
import type { InputAnswer } from './install-inputs';
import { below } from './node-package-manager';
import { readPipfile, readPyproject } from './python-project';
import { readRequirements } from './requirements';

/** What `pip install -r …` reads: the files it names and those they name, from a folder of the context. */
export function findRequirementInputs(
  context: BuildContext,
  folder: string,
  paths: readonly string[],
): InputAnswer {
  const files: string[] = [];
  for (const path of paths) {
    const start = resolveBelow(folder, path);
    if (start === undefined) return `"${path}" lies outside of the copied folder.`;
    const read = isVisibleFile(context, start) ? readRequirements(context, start) : undefined;
    if (read === undefined) return `${start} cannot be read.`;
    if (!read.complete) return `A file that ${start} names cannot be read.`;
    const local = read.requirements.find(({ kind }) => kind === 'path');
    if (local !== undefined) return `${start} names "${local.text}", which lies in the project.`;
    const odd = read.files.find((file) => namesFolders(context.text(file) ?? ''));
    if (odd !== undefined) return `${odd} has options that name folders.`;
    files.push(...read.files);
  }
  const hidden = files.find((file) => !isVisibleFile(context, file));
  if (hidden !== undefined) return `The ignore file leaves ${hidden} out.`;
  const [first = ''] = files;
  const names = [...new Set(files)];
  const evidence =
    names.length === 1 ? `${first} names no other file.` : `The install reads ${names.join(', ')}.`;
  return { files: names, folders: [], evidence: [evidence], results: [] };
}

/** `-e` puts sources below the folder; the others look for archives in folders. */
function namesFolders(text: string): boolean {
  return /^\s*(?:-e|--editable|-f|--find-links(?!\s*=?\s*https?:))\b/m.test(text);
}

/** What a manager that works by `pyproject.toml` or `Pipfile` reads, without the project itself. */
export function findPythonInputs(
  context: BuildContext,
  folder: string,
  manager: 'poetry' | 'uv' | 'pipenv',
): InputAnswer {
  const name = manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml';
  const path = below(folder, name);
  const project = (manager === 'pipenv' ? readPipfile : readPyproject)(context, folder);
  const text = context.text(path);
  if (!isVisibleFile(context, path)) return `The build context has no ${path}.`;
  if (project === undefined || text === undefined) return `${path} cannot be read.`;
  const local = /^(?!\s*(?:license|readme)\s*=)[^#\n]*\b(?:path|file)\s*=\s*["']([^"']*)["']/m.exec(
    text,
  )?.[1];
  if (local !== undefined) return `${path} names "${local}", which may lie in the project.`;
  if (/^\s*\[tool\.uv\.workspace\]/m.test(text)) return `${path} has a workspace.`;
  if (manager === 'uv' && /^\s*dynamic\s*=/m.test(text)) {
    return `${path} has parts that its build computes from the sources.`;
  }
  if (manager === 'uv' && foldersAbove(folder).some((each) => readPyproject(context, each))) {
    return 'The folder may be a part of a workspace.';
  }
  const files = visibleFilesOf(context, folder, filesOf(manager));
  return {
    files: [path, ...files],
    folders: [],
    evidence: [
      project.installsItself
        ? `${path}: the project itself is installed below, with its sources.`
        : `${path}: only dependencies are installed.`,
    ],
    results: manager === 'pipenv' ? [] : [below(folder, '.venv')],
  };
}

function filesOf(manager: 'poetry' | 'uv' | 'pipenv'): readonly string[] {
  if (manager === 'pipenv') return ['Pipfile.lock'];
  return manager === 'poetry'
    ? ['poetry.lock', 'poetry.toml']
    : ['uv.lock', 'uv.toml', '.python-version'];
}

/** Configuration of `uv pip`, which is read besides requirement files. */
export function uvSettingFiles(context: BuildContext, folder: string): readonly string[] {
  return visibleFilesOf(context, folder, ['pyproject.toml', 'uv.toml', '.python-version']);
}
