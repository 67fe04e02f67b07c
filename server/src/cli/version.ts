/** Put in by the build from `package.json`. */
declare const IRONHULL_VERSION: string;

export const version = IRONHULL_VERSION;
