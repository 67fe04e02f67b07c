/** Written by the build from `package.json`. */
declare const IRONHULL_VERSION: string | undefined;

export const serverVersion =
  typeof IRONHULL_VERSION === 'undefined' ? 'development' : IRONHULL_VERSION;
