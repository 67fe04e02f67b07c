import { buddy } from './buddy';
import { buildkit } from './buildkit';
import { cachelint } from './cachelint';
import { checkov } from './checkov';
import { deepsource } from './deepsource';
import type { SuppressionSyntax } from './define-suppression';
import { dockerfileUtils } from './dockerfile-utils';
import { droast } from './droast';
import { hadolint } from './hadolint';
import { ironhull } from './ironhull';
import { kics } from './kics';
import { l0git } from './l0git';
import { projectatomic } from './projectatomic';
import { secretScanner } from './secret-scanner';
import { semgrep } from './semgrep';
import { shellcheck } from './shellcheck';
import { sonar } from './sonar';
import { tally } from './tally';
import { trivy } from './trivy';

/** Every way to write a suppression that we understand, one file each. */
export const suppressionSyntaxes: readonly SuppressionSyntax[] = [
  ironhull,
  hadolint,
  buildkit,
  tally,
  trivy,
  checkov,
  kics,
  semgrep,
  sonar,
  deepsource,
  dockerfileUtils,
  buddy,
  projectatomic,
  droast,
  cachelint,
  l0git,
  secretScanner,
  shellcheck,
];
