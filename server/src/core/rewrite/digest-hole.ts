/** Stands where a person has to write the SHA-256 of a file: builders and `sha256sum` refuse it. */
export const digestHole = 'put-the-sha256-of-the-file-here';
