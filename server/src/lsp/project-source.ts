import type { FileSource } from '../project-reader/file-source';
import type { Host } from './host';

/** Files through the host; each folder is listed once. */
export function createSource(host: Pick<Host, 'listFolder' | 'readFile'>): FileSource {
  const listings = new Map<string, ReturnType<FileSource['list']>>();
  return {
    list: (folder) => {
      const kept = listings.get(folder) ?? host.listFolder(folder);
      listings.set(folder, kept);
      return kept;
    },
    read: host.readFile,
    join: (folder, name) => `${folder}/${encodeURIComponent(name)}`,
  };
}
