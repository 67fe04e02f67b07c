/** The public face of the core: all that a host may use. */
export { DockerfileModel } from './model/model';
export {
  compareByWorth,
  isClosedFolder,
  readingLimits,
  wantsText,
  type FileChange,
  type ProjectFiles,
} from './project/project-files';
export {
  collectPinnableImages,
  collectPinPlaces,
  type ImageTag,
  type PinnableImage,
  type PinPlace,
} from './model/pinnable-images';
export { findDigest, pinImages, registryNotAsked, type Digests } from './rewrite/pin-image';
export { collectNamedSources, type NamedSource } from './model/named-sources';
export { LineIndex, type Place } from './text/line-index';
export { applyEdits, type Edit } from './text/edit';
export { keepMeaning } from './syntax/keep-meaning';
export { findNearest } from './text/nearest-word';
export type { Span } from './text/span';
export { globToRegExp, isGlob, splitGlob } from './text/glob';
export {
  findRule,
  mergeSettings,
  onlyRules,
  resolveRules,
  runSettingsOf,
  settingsForFile,
  type ActiveRules,
} from './config/resolve';
export type { ConfigProblem } from './config/config-problem';
export { parseConfig, type ParsedConfig } from './config/parse';
export {
  chooseSettings,
  configFileName,
  configSourceNames,
  isIgnoreList,
  parseConfigSource,
  shadowedProblem,
  sourcesThatCount,
  unreadableConfigSource,
  type ConfigSource,
} from './config/sources';
export { describeConfigSchema, describePackageSchema } from './config/json-schema';
export { closeEdition } from './config/editions/close-edition';
export { foreignConfigNames } from './config/foreign-files';
export { migrateFiles } from './config/migrate';
export {
  profiles,
  ruleSettings,
  settingDescriptions,
  type FailOn,
  type Profile,
  type RuleSetting,
  type Settings,
} from './config/schema';
export { toConfigFinding } from './engine/config-finding';
export { rulePage } from './engine/rule-page';
export type { StatedImage } from './model/stated-images';
export { lint, lintInSteps, type Finding, type LintResult, type RuleFailure } from './engine/lint';
export { joinFindings } from './shellcheck/join-findings';
export { readReport, type ShellcheckReport } from './shellcheck/report';
export { collectScripts, type Script } from './shellcheck/scripts';
export { fixAll, fixAllInSteps, type AppliedFix, type FixResult } from './engine/fix';
export { collectActions, toMinimalEdit, type Action } from './engine/actions';
export { harden, hardenInSteps, type HardeningPlan, type HardeningStep } from './engine/harden';
export type { HardenRefusal, HardenRequest } from './engine/harden-job';
export { describeHardenSteps, hardenSteps } from './engine/harden-steps';
export type { GroupedEdit, GroupedEdits, GroupedFile } from './engine/group-steps';
export { describeGrades, gradeFindings, type Grade } from './engine/grade';
export { reasonPlaceholder } from './engine/write-suppression';
export { digestHole } from './rewrite/digest-hole';
export { explainAssist, explainRule } from './engine/explain';
export { describeModel } from './engine/describe-model';
export { equivalentsOf } from './engine/suppress';
export { normalizeTrivyId } from './syntax/suppressions/trivy';
export { rules } from './rules/index';
export { assists } from './assists/index';
export type { BaseChoice, BuildSecret } from './assists/define-assist';
export {
  categories,
  peers,
  severities,
  type Applicability,
  type Fix,
  type Peer,
  type Rule,
  type Severity,
} from './rules/define-rule';
export {
  generate,
  type GenerateRequest,
  type Generation,
  type ProposedFile,
} from './generate/generate';
export { detectRecipes, type Candidate } from './generate/detect';
export { baseFamilies, baseFamilyTitles, type BaseFamily, type Choices } from './plan/choices';
export { describeEvidence, type Evidence } from './plan/evidence';
export { emitters } from './emit/index';
export { recipes } from './recipes/index';
export {
  describePoints,
  isCompanion,
  points,
  scoreFiles,
  type Point,
  type Problem,
  type Result,
  type Score,
  type ScoreInput,
  type ScoredPoint,
} from './score/index';
