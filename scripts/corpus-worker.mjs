// One file of `npm run corpus -- --projects`: asks an assist, hardens, and says what is wrong with the answers.
import { DockerfileParser } from 'dockerfile-ast';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

const { bundle, assistId, hardens, today } = workerData;
const core = await import(pathToFileURL(bundle).href);
const active = core.resolveRules({ profile: 'recommended' });
const assist = core.assists.find(({ id }) => id === assistId);
/** Instructions that say how a container runs. */
const lasting = 'EXPOSE VOLUME LABEL STOPSIGNAL HEALTHCHECK ONBUILD CMD ENTRYPOINT'.split(' ');

parentPort.on('message', async (entry) => parentPort.postMessage(await examine(entry)));
parentPort.postMessage('ready');

/** @param {{ folder: string | undefined, file: string }} entry `folder`: its build context */
async function examine({ folder, file }) {
  const location = folder === undefined ? file : path.join(folder, file);
  if (!existsSync(location)) return undefined;
  const text = readFileSync(location, 'utf8').replace(/^\uFEFF/, '');
  const context = { operands: [], options: new Map([['context', [folder]]]) };
  const project =
    folder === undefined ? undefined : await new core.Projects(context).read(location, text);
  const before = judge(text, project);
  const base = before.model.target?.base;
  const image = base?.kind === 'image' ? (base.reference?.repository ?? base.text) : base?.kind;
  const answer = { image: String(image), defects: [] };
  if (assist !== undefined) answer.assist = tryAssist(before, answer.defects);
  if (hardens) answer.harden = tryHarden(before, answer.defects);
  return answer;
}

function judge(text, project) {
  const model = new core.DockerfileModel(text, project);
  return { text, project, model, ...core.lint(model, active, today) };
}

/** The project as it is once the other files of an outcome are written. */
function withFiles(project, files = []) {
  if (project === undefined || files.length === 0) return project;
  const texts = new Map([...project.texts, ...files.map((each) => [each.path, each.after])]);
  return { ...project, texts, paths: [...new Set([...project.paths, ...texts.keys()])].sort() };
}

/** Asks at FROM and at every RUN; the best answer counts. */
function tryAssist(before, defects) {
  const results = new Map();
  let refusal;
  for (const { keyword, span } of before.model.tree.instructions) {
    if (keyword !== 'FROM' && keyword !== 'RUN') continue;
    const outcome = assist.run({ model: before.model, selection: at(span), today });
    if (outcome?.kind === 'refused') refusal ??= outcome.reason;
    if (outcome?.kind !== 'edits') continue;
    const result = core.applyEdits(before.text, outcome.edits);
    if (results.has(result)) continue;
    results.set(result, outcome);
    const after = judge(result, withFiles(before.project, outcome.files));
    defects.push(...compare(before, after).map((defect) => `${assist.id}: ${defect}`));
    for (const instruction of after.model.tree.instructions) {
      const again = assist.run({ model: after.model, selection: at(instruction.span), today });
      if (again?.kind !== 'edits' || instruction.span.start !== span.start) continue;
      if (core.applyEdits(result, again.edits) !== result)
        defects.push(`${assist.id}: applying again changes the file again`);
    }
  }
  const [first] = results;
  if (first === undefined) return refusal === undefined ? {} : { refusal };
  return { result: first[0], title: first[1].title ?? assist.title, evidence: first[1].evidence };
}

function at({ start }) {
  return { start, end: start };
}

function tryHarden(before, defects) {
  const started = performance.now();
  const request = { today, project: before.project };
  const plan = core.harden(before.text, active, request);
  const milliseconds = performance.now() - started;
  const project = withFiles(before.project, plan.files);
  const after = judge(plan.text, project);
  defects.push(...compare(before, after, plan).map((defect) => `harden: ${defect}`));
  const again = core.harden(plan.text, active, { today, project });
  if (again.text !== plan.text) {
    const ids = [...new Set(again.steps.map(({ id }) => id))].join(', ');
    defects.push(`harden: hardening twice differs: ${ids}`);
  }
  if (again.files.length !== 0) defects.push('harden: hardening twice changes other files again');
  for (const { id, reason } of plan.refused) {
    if (reason.includes('defect of Ironhull')) defects.push(`harden: ${id}: ${reason}`);
  }
  return {
    result: plan.text,
    milliseconds,
    steps: plan.steps.map(({ id, title }) => `${id}: ${title}`),
    refused: plan.refused.map(({ id, reason }) => `${id}: ${reason}`),
  };
}

/** What a change has made worse. */
function compare(before, after, plan) {
  const defects = after.failures.map(({ rule, error }) => `${rule} threw ${error}`);
  if (DockerfileParser.parse(after.text).getFROMs().length !== after.model.stages.length)
    defects.push('the result has other stages for dockerfile-ast');
  if (before.model.syntaxProblems.length < after.model.syntaxProblems.length)
    defects.push(`syntax: ${after.model.syntaxProblems.map(({ id }) => id).join(', ')}`);
  const dropping = plan?.steps.some(({ id }) => /suppression|inline-comment/.test(id)) === true;
  for (const comment of dropping ? [] : lost(comments(before), comments(after)))
    defects.push(`comment lost: ${comment}`);
  const explained = plan?.steps.some(({ id }) =>
    /duplicate-command|healthcheck|repeated-entry/.test(id),
  );
  for (const keyword of explained === true ? [] : lost(keywords(before), keywords(after)))
    defects.push(`instruction lost: ${keyword}`);
  return [...defects, ...newFindings(before, after)];
}

function newFindings(before, after) {
  const rank = ({ severity }) => core.severities.indexOf(severity);
  const left = [...before.findings];
  const added = [];
  for (const finding of after.findings) {
    const index = left.findIndex(({ rule }) => rule === finding.rule);
    if (index !== -1) left.splice(index, 1);
    else if (!isRepeated(finding, before, after)) added.push(finding);
  }
  const limit = Math.min(core.severities.indexOf('information'), ...left.map(rank));
  return added
    .filter((finding) => rank(finding) <= limit)
    .map(({ rule, message }) => `new finding of ${rule}: ${message}`);
}

/** What an instruction says that stands in two stages now. */
function isRepeated({ message, span }, before, after) {
  const { keyword } = after.model.instructionAt(span.start) ?? {};
  const isDoubled = ['FROM', 'ARG', 'ENV'].includes(keyword);
  return isDoubled && before.findings.some((finding) => finding.message === message);
}

function comments({ model }) {
  const directives = new Set(model.tree.directives.map(({ span }) => span.start));
  return model.tree.comments
    .filter(({ span }) => !directives.has(span.start))
    .map(({ text }) => text);
}

function keywords({ model }) {
  const shipped = model.stages.filter((stage) => model.isShipped(stage));
  return shipped
    .flatMap(({ instructions }) => instructions.map(({ keyword }) => keyword))
    .filter((keyword) => lasting.includes(keyword));
}

function lost(before, after) {
  const left = [...after];
  return before.filter((item) => {
    const index = left.indexOf(item);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}
