/** Names of manifests with the ecosystems of Dependabot that look after them, the usual one first. */
export const languageManifests: readonly {
  readonly manifest: RegExp;
  readonly ecosystems: readonly string[];
}[] = [
  { manifest: /^package\.json$/, ecosystems: ['npm', 'bun', 'deno'] },
  { manifest: /^deno\.jsonc?$/, ecosystems: ['deno', 'npm'] },
  { manifest: /^(?:pyproject\.toml|requirements[\w-]*\.txt|Pipfile)$/, ecosystems: ['pip', 'uv'] },
  { manifest: /^go\.mod$/, ecosystems: ['gomod'] },
  { manifest: /^Cargo\.toml$/, ecosystems: ['cargo'] },
  { manifest: /^pom\.xml$/, ecosystems: ['maven'] },
  { manifest: /^build\.gradle(?:\.kts)?$/, ecosystems: ['gradle'] },
  { manifest: /^[\w.-]+\.(?:cs|fs|vb)proj$/, ecosystems: ['nuget'] },
  { manifest: /^Gemfile$/, ecosystems: ['bundler'] },
  { manifest: /^composer\.json$/, ecosystems: ['composer'] },
  { manifest: /^mix\.exs$/, ecosystems: ['mix'] },
];
