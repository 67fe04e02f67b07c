const exact = /^(?:dockerfile|containerfile)$/i;
const withExtension = /\.(?:dockerfile|containerfile)$/i;
const withSuffix = /^(?:dockerfile|containerfile)\..*?([^.]+)$/i;

// `Dockerfile.ejs` is a template and `dockerfile.go` a source file; `Dockerfile.php` is left in: it is
// the Dockerfile of a PHP image far more often than a class of that name.
const otherFormats = new Set(
  [
    'dockerignore containerignore gitignore',
    'md mdx markdown rst adoc asciidoc txt text html htm xml pdf log',
    'ejs t erb j2 jinja jinja2 hbs handlebars mustache tmpl tpl template gotmpl njk liquid in m4',
    'go js mjs cjs jsx ts mts cts tsx vue svelte py pyi ipynb rb rs java kt kts scala groovy',
    'c h cc cpp hpp cs fs vb swift dart lua pl pm ex exs erl hs ml clj el vim sh bash zsh fish',
    'ps1 bat cmd sql css scss less nix bzl',
    'json jsonc json5 yaml yml toml ini cfg csv tsv lock map snap tmlanguage',
    'bak orig rej swp swo tmp old patch diff gz zip tar asc sig sha256',
  ].flatMap((line) => line.split(' ')),
);

/** True for the name of a file that is a Dockerfile without a look inside. */
export function isDockerfileName(name: string): boolean {
  if (exact.test(name) || withExtension.test(name)) return true;
  const extension = withSuffix.exec(name)?.[1];
  return extension !== undefined && !otherFormats.has(extension.toLowerCase());
}
