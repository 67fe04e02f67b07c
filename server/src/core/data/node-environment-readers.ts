/**
 * Packages that do more, show more or are slower while NODE_ENV is not "production", and what that is.
 *
 * Source: https://expressjs.com/en/advanced/best-practice-performance.html,
 * https://www.apollographql.com/docs/apollo-server/data/errors, https://koajs.com/#settings, and the entry files of
 * react-dom and vue; checked 2026-11-22.
 */
export const environmentReaders: ReadonlyMap<string, string> = new Map([
  ['express', 'shows stack traces to visitors and compiles each view anew'],
  ['@nestjs/platform-express', 'shows stack traces to visitors and compiles each view anew'],
  ['koa', 'runs as in development'],
  ['@apollo/server', 'sends stack traces and its schema to everybody'],
  ['apollo-server', 'sends stack traces and its schema to everybody'],
  ['apollo-server-express', 'sends stack traces and its schema to everybody'],
  ['react-dom', 'renders with its development build, which is slower'],
  ['vue', 'renders with its development build, which is slower'],
]);

/** Packages whose start sets NODE_ENV itself, or whose servers are built for one value of it. */
export const environmentSetters: ReadonlySet<string> = new Set([
  'next',
  'nuxt',
  'nitropack',
  'astro',
  '@sveltejs/kit',
  '@strapi/strapi',
  'react-scripts',
]);
