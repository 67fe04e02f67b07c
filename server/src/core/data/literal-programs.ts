/**
 * Programs that take their arguments as they are: a variable or a pattern of a shell in them stays text.
 *
 * Source: their manual pages, and general knowledge of their command lines; checked 2026-11-22.
 */
export const literalPrograms: ReadonlySet<string> = new Set(
  (
    'node nodejs deno bun tsx ts-node serve http-server next ' +
    'python pypy gunicorn uvicorn hypercorn daphne waitress-serve flask fastapi streamlit celery ' +
    'ruby rails rackup puma bundle php dotnet ' +
    'curl wget nc echo printf cat ls tail head cp mv mkdir rmdir rm touch chmod chown ln sleep ' +
    'apt-get apk pip pip3 npm yarn pnpm git tar unzip'
  ).split(' '),
);

/**
 * Programs that hand their arguments to a shell, or read them as one does.
 *
 * Source: their manual pages; checked 2026-11-22.
 */
export const shellHosts: ReadonlySet<string> = new Set(
  (
    'sh bash dash ash zsh fish ksh busybox cmd cmd.exe powershell powershell.exe pwsh pwsh.exe ' +
    'su runuser ssh eval xargs find parallel watch entr script expr test [ awk gawk sed jq make ' +
    'npm npx yarn pnpm concurrently supervisord s6-svscan conda mamba micromamba nix nix-shell docker'
  ).split(' '),
);
