import type { Sourced } from './sourced';

/** Words of variable names that say something about secrets; names are compared word by word. */
export interface SecretNames extends Sourced {
  /** A name whose last word is one of these holds a secret: `NPM_TOKEN`. */
  readonly lastWords: ReadonlySet<string>;
  /** As `lastWords`, but only behind another word: `DB_PASS`, not `PWD`. */
  readonly lastWordsBehindOthers: ReadonlySet<string>;
  /** Names that end with two of these words: `AWS_SECRET_ACCESS_KEY`. */
  readonly lastPairs: ReadonlySet<string>;
  /** Last words of names that begin with `SECRET` and hold no secret: `SECRET_NAME`. */
  readonly descriptions: ReadonlySet<string>;
  /** Words that make the value public: `VITE_API_KEY` ends up in the browser. */
  readonly publicWords: ReadonlySet<string>;
  /** First words of names that a bundler puts into the code for the browser. */
  readonly publicPrefixes: readonly string[];
  /** Words of names that are switches or limits: `ALLOW_EMPTY_PASSWORD`, `MAX_TOKEN`. */
  readonly otherWords: ReadonlySet<string>;
}

/** How a credential of one issuer looks. */
export interface SecretFormat extends Sourced {
  /** With its article, for a message: `a GitHub token`. */
  readonly kind: string;
  readonly pattern: RegExp;
  /** True when values of the format are also meant for browsers: only a secret name tells. */
  readonly maybePublic?: boolean;
}

/** A file or folder that holds a secret by convention. */
export interface SecretFile extends Sourced {
  /** With its article, for a message: `a private SSH key`. */
  readonly kind: string;
  /** Tested against the path, `/` in front. */
  readonly pattern: RegExp;
  /** Paths of the same form that hold no secret. */
  readonly except?: RegExp;
  /**
   * - `secret`: the file is there for its secret.
   * - `maybe`: it often holds none; a removal says that its author thinks it does.
   * - `history`: a repository.
   */
  readonly certainty: 'secret' | 'maybe' | 'history';
  /** True when only a build reads it, so that a container does not need it. */
  readonly buildOnly?: boolean;
  /** Programs that read the file without naming it. */
  readonly readers?: readonly string[];
  /** True when the name in the image tells as well: `COPY deploy /root/.ssh/id_rsa`. */
  readonly byTarget?: boolean;
  /** Folder of the image in which a `maybe` file is a secret one: the settings of the user. */
  readonly secretIn?: RegExp;
}

export const secretNames: SecretNames = {
  lastWords: words(
    'password passwd passphrase passcode psw pgpassword secret token apikey authtoken accesstoken accesskey secretkey privatekey credential credentials',
  ),
  lastWordsBehindOthers: words('pass pwd pw'),
  lastPairs: new Set([
    'api key',
    'access key',
    'secret key',
    'private key',
    'prv key',
    'ssh key',
    'deploy key',
    'license key',
    'encryption key',
    'master key',
    'key base',
    'github pat',
    'gh pat',
    'gitlab pat',
    'git pat',
    'azure pat',
    'azdo pat',
    'devops pat',
    'nuget pat',
    'role key',
  ]),
  descriptions: words(
    'name names file files path paths dir folder id ids arn url uri host port region version versions type provider manager store backend engine namespace scope prefix suffix length size ttl mode service source ref key keys scanning scanner santa',
  ),
  publicWords: words('public pub publishable anon dummy fake example'),
  publicPrefixes: ['VITE_', 'REACT_APP_', 'NEXT_PUBLIC_', 'GATSBY_', 'VUE_APP_', 'NG_APP_'],
  otherWords: words(
    'allow disable enable require required random empty no skip use has is max min num count eos bos pad stop end continuation',
  ),
  source:
    'moby/buildkit: frontend/dockerfile/dockerfile2llb/validations.go; aquasecurity/trivy-checks: checks/docker/leaked_secrets.rego; bundler prefixes: vite.dev/guide/env-and-mode, nextjs.org/docs (environment variables), create-react-app.dev, cli.vuejs.org, gatsbyjs.com',
  checked: '2026-11-21',
};

/** Whole values that stand for "put yours here", and words that say so inside a longer value. */
export const dummyValues: {
  readonly whole: ReadonlySet<string>;
  readonly parts: ReadonlySet<string>;
} & Sourced = {
  whole: words(
    'none null nil undefined unset empty na n/a true false yes no on off auto default foo bar baz changeit insecure unused ignored ignore temp tmp build',
  ),
  parts: words(
    'changeme change changethis dummy fake example sample placeholder replace replaceme todo tbd your yours redacted notset unused buildtime build-time mock secretless notasecret',
  ),
  source: 'Values seen in public Dockerfiles; changeit: docs.oracle.com, keytool',
  checked: '2026-11-21',
};

/** Passwords in URLs that are the defaults of local databases: placeholders, as a rule. */
export const defaultPasswords: ReadonlySet<string> = words(
  'password pass passwd postgres root user admin guest secret test mysql mariadb mongo redis app dev local db',
);

/** Words that stand in the place of a password or a user where the other of the two is a token. */
export const tokenWords: { readonly words: ReadonlySet<string> } & Sourced = {
  words: words(
    'x-oauth-basic x-access-token x-token-auth oauth oauth2 git token __token__ api anonymous',
  ),
  source:
    'docs.github.com and docs.gitlab.com: cloning with a token; packaging.python.org: __token__; support.atlassian.com: repository access tokens',
  checked: '2026-11-22',
};

const gitleaks = 'gitleaks/gitleaks: config/gitleaks.toml';

export const secretFormats: readonly SecretFormat[] = [
  format('an AWS access key', /^(?:AKIA|ASIA)[A-Z2-7]{16}$/, gitleaks),
  format(
    'a GitHub token',
    /^(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{60,})$/,
    'docs.github.com: About authentication to GitHub, token formats',
  ),
  format(
    'a GitLab token',
    /^gl(?:pat|dt|ptt|rt|cbt|oas)-[\w.-]{20,}$/,
    'docs.gitlab.com: security/tokens, token prefixes',
  ),
  format(
    'a Slack token',
    /^(?:xox[abeoprs]-[\w-]{20,}|xapp-[\w-]{20,})$/,
    'docs.slack.dev: authentication/tokens',
  ),
  format('a Stripe key', /^[sr]k_live_[A-Za-z0-9]{16,}$/, 'docs.stripe.com: keys'),
  {
    ...format('a Google API key', /^AIza[\w-]{35}$/, 'docs.cloud.google.com: API keys'),
    maybePublic: true,
  },
  format('an npm token', /^npm_[A-Za-z0-9]{36}$/, 'docs.npmjs.com: About access tokens'),
  format('a PyPI token', /^pypi-AgE[\w-]{50,}$/, 'PyPI help: API tokens'),
  format('a Hugging Face token', /^hf_[A-Za-z]{34}$/, gitleaks),
  format('an OpenAI key', /^sk-(?:proj-|svcacct-)?[\w-]{40,}$/, gitleaks),
  format('an Anthropic key', /^sk-ant-[\w-]{80,}$/, gitleaks),
  format('a SendGrid key', /^SG\.[\w-]{22}\.[\w-]{43}$/, gitleaks),
  format('a DigitalOcean token', /^do[opr]_v1_[a-f0-9]{64}$/, gitleaks),
  format('a Docker Hub token', /^dckr_pat_[\w-]{27}$/, 'docs.docker.com: personal access tokens'),
  format('a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'RFC 7468'),
  {
    ...format('a JSON Web Token', /^eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}$/, 'RFC 7519'),
    maybePublic: true,
  },
];

const home = /^\/(?:root|home\/[^/]+)\/[^/]+$/;

export const secretFiles: readonly SecretFile[] = [
  {
    kind: 'environment settings',
    pattern: /\/\.env(?:\.[\w.-]+)?$/,
    except: /\.(?:example|sample|template|tmpl|tpl|dist|defaults?|schema|vault|test|testing|ci)\b/,
    certainty: 'secret',
    source: '12factor.net/config; github/gitignore: Node.gitignore',
    checked: '2026-11-21',
  },
  {
    kind: 'a private SSH key',
    pattern: /\/id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/,
    certainty: 'secret',
    byTarget: true,
    source: 'man.openbsd.org/ssh-keygen: FILES',
    checked: '2026-11-21',
  },
  {
    kind: 'the settings and keys of SSH',
    pattern: /\/\.ssh$/,
    certainty: 'secret',
    source: 'man.openbsd.org/ssh: FILES',
    checked: '2026-11-21',
  },
  {
    kind: 'the key to the credentials of Rails',
    pattern: /\/config\/(?:master|credentials\/[\w-]+)\.key$/,
    certainty: 'secret',
    source: 'guides.rubyonrails.org: custom credentials',
    checked: '2026-11-21',
  },
  {
    kind: 'a private key',
    pattern: /\/[^/]*(?:key|priv|private)[^/]*\.pem$|\/\.ssh\/[^/]+\.pem$/i,
    except: /pub|cert/i,
    certainty: 'secret',
    source: 'letsencrypt.org and certbot documentation: privkey.pem',
    checked: '2026-11-21',
  },
  {
    kind: 'a private key',
    pattern: /\/[^/]+\.key$/i,
    except: /gpg|pgp|keyring|sign|apt|repo|archive|release|pub|trusted|rpm|package|docker|test/i,
    certainty: 'secret',
    source: 'nginx.org: configuring HTTPS servers; openssl.org: req',
    checked: '2026-11-21',
  },
  {
    kind: 'a key store with a private key',
    pattern: /\/[^/]+\.(?:p12|pfx)$/i,
    except: /trust/i,
    certainty: 'secret',
    source: 'RFC 7292',
    checked: '2026-11-21',
  },
  {
    kind: 'the settings of npm, often with a token',
    pattern: /\/\.npmrc$/,
    certainty: 'maybe',
    buildOnly: true,
    readers: ['npm', 'yarn', 'pnpm', 'npx', 'bun', 'corepack'],
    secretIn: home,
    byTarget: true,
    source: 'docs.npmjs.com: .npmrc',
    checked: '2026-11-21',
  },
  {
    kind: 'the settings of Yarn, often with a token',
    pattern: /\/\.yarnrc(?:\.yml)?$/,
    certainty: 'maybe',
    buildOnly: true,
    readers: ['yarn', 'corepack'],
    secretIn: home,
    source: 'yarnpkg.com/configuration/yarnrc: npmAuthToken',
    checked: '2026-11-21',
  },
  {
    kind: 'the settings of pip, often with a password',
    pattern: /\/(?:\.pip\/)?pip\.conf$/,
    certainty: 'maybe',
    buildOnly: true,
    readers: ['pip', 'pip3'],
    source: 'pip.pypa.io: configuration',
    checked: '2026-11-21',
  },
  {
    kind: 'the settings of Maven, often with a password',
    pattern: /\/settings(?:-security)?\.xml$/,
    certainty: 'maybe',
    buildOnly: true,
    readers: ['mvn', 'mvnw'],
    source: 'maven.apache.org: settings reference',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials for PyPI',
    pattern: /\/\.pypirc$/,
    certainty: 'secret',
    buildOnly: true,
    byTarget: true,
    source: 'packaging.python.org: the .pypirc file',
    checked: '2026-11-21',
  },
  {
    kind: 'a file of passwords',
    pattern: /\/[._]netrc$/,
    certainty: 'secret',
    buildOnly: true,
    readers: ['git', 'curl', 'wget', 'pip', 'pip3', 'go', 'uv', 'poetry'],
    byTarget: true,
    source: 'everything.curl.dev: .netrc',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials for Git',
    pattern: /\/\.git-credentials$/,
    certainty: 'secret',
    buildOnly: true,
    readers: ['git', 'go', 'pip', 'pip3', 'npm', 'yarn', 'pnpm', 'composer', 'bundle'],
    byTarget: true,
    source: 'git-scm.com/docs/git-credential-store',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials for AWS',
    pattern: /\/\.aws(?:\/credentials)?$/,
    certainty: 'secret',
    byTarget: true,
    source: 'docs.aws.amazon.com: cli-configure-files',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials for Docker registries',
    pattern: /\/\.docker(?:\/config\.json)?$|\/\.dockercfg$/,
    certainty: 'secret',
    source: 'docs.docker.com: docker login, credential stores',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials for Kubernetes',
    pattern: /\/\.kube(?:\/config)?$|\/kubeconfig(?:\.ya?ml)?$/,
    certainty: 'secret',
    source: 'kubernetes.io: organizing cluster access using kubeconfig files',
    checked: '2026-11-21',
  },
  {
    kind: 'the credentials of a service account',
    pattern: /\/(?:credentials|service[-_]?account[^/]*|gcloud[-_]service[-_]key)\.json$/i,
    except: /schema|example|sample|template/i,
    certainty: 'secret',
    source: 'docs.cloud.google.com: service account keys; developers.google.com: quickstarts',
    checked: '2026-11-21',
  },
  {
    kind: 'the state of Terraform with all its secrets',
    pattern: /\/[^/]+\.tfstate(?:\.backup)?$/,
    certainty: 'secret',
    source: 'developer.hashicorp.com: sensitive data in state',
    checked: '2026-11-21',
  },
  {
    kind: 'the whole history of the repository',
    pattern: /\/\.git$/,
    certainty: 'history',
    source: 'git-scm.com/docs/gitrepository-layout',
    checked: '2026-11-21',
  },
];

function format(kind: string, pattern: RegExp, source: string): SecretFormat {
  return { kind, pattern, source, checked: '2026-11-21' };
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
