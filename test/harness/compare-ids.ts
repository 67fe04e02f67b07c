import type { Peer } from '../../server/src/core/service';

/** Facts about a peer's ids that its output does not tell. */
export interface PeerIds {
  /** The tools whose ids it reports: for tally those of hadolint and BuildKit. */
  readonly namespaces: readonly Peer[];
  /** Ids of these tools that it never reports, or not as it is run. */
  readonly absent: readonly string[];
  /** Its ids that cover ids of other tools under another name. */
  readonly aliases: Readonly<Record<string, readonly string[]>>;
  /** Ids of its own, with the rules of ours that mean the same. */
  readonly rules: Readonly<Record<string, readonly string[]>>;
}

/** Ids with a tool in front. */
function named(tool: string, ids: string): readonly string[] {
  return ids.split(' ').map((id) => `${tool}/${id}`);
}

/** The peers that findings are compared with, one by one. Found by running them, 2026-11-22. */
export const peerIds: Readonly<Record<'tally' | 'hadolint' | 'buildkit', PeerIds>> = {
  // tally 0.45: what `--select ID` does not know or calls by the id of BuildKit; DL3026 needs a setting.
  tally: {
    namespaces: ['hadolint', 'buildkit'],
    absent: named(
      'hadolint',
      'DL1001 DL3000 DL3005 DL3008 DL3009 DL3012 DL3013 DL3015 DL3016 DL3017 DL3018 DL3019 DL3024 DL3025 DL3026 DL3028 ' +
        'DL3029 DL3031 DL3032 DL3033 DL3035 DL3036 DL3037 DL3039 DL3040 DL3041 DL3042 DL3044 DL3048 DL3049 DL3050 DL3051 ' +
        'DL3052 DL3053 DL3054 DL3055 DL3056 DL3058 DL3059 DL3060 DL3062 DL3063 DL3064 DL3065 DL3066 DL3067 DL4000 DL4003 DL4004',
    ),
    aliases: {
      'buildkit/WorkdirRelativePath': ['hadolint/DL3000'],
      'buildkit/MultipleInstructionsDisallowed': named('hadolint', 'DL3012 DL4003 DL4004'),
      'buildkit/DuplicateStageName': ['hadolint/DL3024'],
      'buildkit/JSONArgsRecommended': ['hadolint/DL3025'],
      'buildkit/FromPlatformFlagConstDisallowed': ['hadolint/DL3029'],
      'buildkit/UndefinedVar': ['hadolint/DL3044'],
      'buildkit/ReservedStageName': ['hadolint/DL3063'],
      'buildkit/MaintainerDeprecated': ['hadolint/DL4000'],
      'shellcheck/SC3020': ['hadolint/SC3020'],
    },
    rules: {
      'tally/named-identity-in-passwdless-stage': ['undefined-user'],
      'tally/shell-run-in-scratch': ['missing-shell'],
    },
  },
  // hadolint 2.15.1: off by default, only with a setting, or taken out.
  hadolint: {
    namespaces: ['hadolint'],
    absent: named('hadolint', 'DL1001 DL3005 DL3017 DL3026 DL3031 DL3039 DL3057'),
    aliases: {},
    rules: {},
  },
  // What the checker cannot see without a build context and a registry, and what is experimental.
  buildkit: {
    namespaces: ['buildkit'],
    absent: named(
      'buildkit',
      'CopyIgnoredFile InvalidBaseImagePlatform InvalidDefinitionDescription',
    ),
    aliases: {},
    rules: {},
  },
};
