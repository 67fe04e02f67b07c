import type { Sourced } from './sourced';

/** A command that runs a program for work on it: it watches files, compiles anew, shows errors to visitors. */
export interface DevelopmentStart extends Sourced {
  readonly program: RegExp;
  /** Words one of which has to follow; undefined: the program alone says it. */
  readonly words?: readonly string[];
  /** Words behind which it is something else: `vite build`. */
  readonly except?: readonly string[];
  /** Words without which the same program runs as it should. */
  readonly removable?: readonly string[];
  /** A manifest and what it names where the same words start something else. */
  readonly unless?: { readonly manifest: RegExp; readonly names: RegExp };
  /** The program that runs the file which stands alone behind it. */
  readonly runs?: string;
}

const checked = '2026-11-21';

export const developmentStarts: readonly DevelopmentStart[] = [
  {
    program: /^nodemon$/,
    runs: 'node',
    source: 'https://github.com/remy/nodemon#usage',
    checked,
  },
  {
    program: /^(?:ts-node-dev|tsnd)$/,
    source: 'https://github.com/wclr/ts-node-dev#usage',
    checked,
  },
  {
    program: /^node(?:js)?$/,
    words: ['--watch'],
    removable: ['--watch', '--watch-preserve-output'],
    source: 'https://nodejs.org/api/cli.html#--watch',
    checked,
  },
  {
    program: /^(?:tsx|bun)$/,
    words: ['watch', '--watch', '--hot'],
    source: 'https://tsx.is/watch-mode and https://bun.com/docs/runtime/watch-mode',
    checked,
  },
  {
    program: /^vite$/,
    except: ['build', 'preview', 'optimize'],
    source: 'https://vite.dev/guide/cli.html#vite',
    checked,
  },
  {
    program: /^(?:next|nuxt|nuxi|astro)$/,
    words: ['dev'],
    source: 'https://nextjs.org/docs/app/api-reference/cli/next',
    checked,
  },
  {
    program: /^react-scripts$/,
    words: ['start'],
    source: 'https://create-react-app.dev/docs/available-scripts/#npm-start',
    checked,
  },
  {
    program: /^(?:vue-cli-service|ng|webpack)$/,
    words: ['serve'],
    source: 'https://cli.vuejs.org/guide/cli-service.html and https://angular.dev/cli/serve',
    checked,
  },
  {
    program: /^webpack-dev-server$/,
    source: 'https://webpack.js.org/configuration/dev-server/',
    checked,
  },
  {
    program: /^nest$/,
    words: ['--watch', '--debug'],
    source: 'https://docs.nestjs.com/cli/usages#nest-start',
    checked,
  },
  {
    program: /^gatsby$/,
    words: ['develop'],
    source: 'https://www.gatsbyjs.com/docs/reference/gatsby-cli/#develop',
    checked,
  },
  {
    program: /^flask$/,
    words: ['run'],
    source: 'https://flask.palletsprojects.com/en/stable/deploying/',
    checked,
  },
  {
    program: /^(?:manage\.py|django-admin)$/,
    words: ['runserver'],
    source: 'https://docs.djangoproject.com/en/5.2/ref/django-admin/#runserver',
    checked,
  },
  {
    program: /^(?:uvicorn|gunicorn|hypercorn|granian)$/,
    words: ['--reload'],
    removable: ['--reload'],
    source: 'https://www.uvicorn.org/settings/#development',
    checked,
  },
  {
    program: /^fastapi$/,
    words: ['dev'],
    source: 'https://fastapi.tiangolo.com/fastapi-cli/',
    checked,
  },
  {
    program: /^php$/,
    words: ['-S'],
    source: 'https://www.php.net/manual/en/features.commandline.webserver.php',
    checked,
  },
  {
    program: /^artisan$/,
    words: ['serve'],
    // Hypervel starts its own server, made for production, by the words of Laravel.
    unless: { manifest: /(?:^|\/)composer\.json$/, names: /"hypervel\/framework"/ },
    source: 'https://laravel.com/docs/12.x/installation',
    checked,
  },
  {
    program: /^dotnet$/,
    words: ['watch'],
    source: 'https://learn.microsoft.com/dotnet/core/tools/dotnet-watch',
    checked,
  },
  {
    program: /^air$/,
    source: 'https://github.com/air-verse/air#usage',
    checked,
  },
  {
    program: /^deno$/,
    words: ['--watch', '--watch-hmr'],
    removable: ['--watch', '--watch-hmr'],
    source: 'https://docs.deno.com/runtime/getting_started/command_line_interface/#watch-mode',
    checked: '2026-11-22',
  },
  {
    program: /^rails$/,
    words: ['development'],
    source: 'https://guides.rubyonrails.org/command_line.html#starting-a-server',
    checked: '2026-11-22',
  },
  {
    program: /^mkdocs$/,
    words: ['serve'],
    source: 'https://www.mkdocs.org/user-guide/cli/#mkdocs-serve',
    checked: '2026-11-22',
  },
  {
    program: /^hugo$/,
    words: ['server', 'serve'],
    source: 'https://gohugo.io/commands/hugo_server/',
    checked: '2026-11-22',
  },
];
