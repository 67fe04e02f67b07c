// The file system "memfs:/": filled from the web host's /workspace.json ({ "path": "base64" }), then
// changed in memory only.
const vscode = require('vscode');

const parents = (path) => {
  const found = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    found.push(path.slice(0, at));
  }
  return found;
};

class MemoryFiles {
  #changed = new vscode.EventEmitter();
  #files = new Map();
  #folders = new Set(['/']);
  #started = Date.now();
  #loaded;

  constructor(source) {
    this.onDidChangeFile = this.#changed.event;
    this.#loaded = this.#load(source);
  }

  async #load(source) {
    const all = await (await fetch(source)).json();
    for (const [path, base64] of Object.entries(all)) {
      this.#put(
        `/${path}`,
        Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)),
      );
    }
  }

  #put(path, data) {
    this.#files.set(path, { data, mtime: Date.now() });
    for (const folder of parents(path)) this.#folders.add(folder);
  }

  #fire(type, uri) {
    this.#changed.fire([{ type, uri }]);
  }

  #path(uri) {
    return uri.path.replace(/(.)\/$/, '$1');
  }

  #inside(path, folder) {
    return path !== folder && path.startsWith(folder === '/' ? '/' : `${folder}/`);
  }

  async paths() {
    await this.#loaded;
    return [...this.#files.keys()];
  }

  watch() {
    return new vscode.Disposable(() => {});
  }

  async stat(uri) {
    await this.#loaded;
    const path = this.#path(uri);
    const ctime = this.#started;
    const file = this.#files.get(path);
    if (file) {
      return { type: vscode.FileType.File, ctime, mtime: file.mtime, size: file.data.length };
    }
    if (this.#folders.has(path)) {
      return { type: vscode.FileType.Directory, ctime, mtime: ctime, size: 0 };
    }
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  async readDirectory(uri) {
    await this.#loaded;
    const folder = this.#path(uri);
    const start = folder === '/' ? 1 : folder.length + 1;
    const children = (paths, type) =>
      [...paths]
        .filter((path) => this.#inside(path, folder) && !path.slice(start).includes('/'))
        .map((path) => [path.slice(start), type]);
    return [
      ...children(this.#files.keys(), vscode.FileType.File),
      ...children(this.#folders, vscode.FileType.Directory),
    ];
  }

  async readFile(uri) {
    await this.#loaded;
    const file = this.#files.get(this.#path(uri));
    if (!file) throw vscode.FileSystemError.FileNotFound(uri);
    return file.data;
  }

  async writeFile(uri, data) {
    await this.#loaded;
    const known = this.#files.has(this.#path(uri));
    this.#put(this.#path(uri), data);
    this.#fire(known ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri);
  }

  createDirectory(uri) {
    const path = this.#path(uri);
    for (const folder of [path, ...parents(path)]) this.#folders.add(folder);
    this.#fire(vscode.FileChangeType.Created, uri);
  }

  async delete(uri) {
    await this.#loaded;
    const gone = this.#path(uri);
    const goes = (path) => path === gone || this.#inside(path, gone);
    for (const path of [...this.#files.keys()].filter(goes)) this.#files.delete(path);
    for (const path of [...this.#folders].filter(goes)) this.#folders.delete(path);
    this.#fire(vscode.FileChangeType.Deleted, uri);
  }

  async rename(from, to) {
    const old = this.#path(from);
    const name = (path) => this.#path(to) + path.slice(old.length);
    await this.stat(from);
    for (const [path, file] of [...this.#files]) {
      if (path !== old && !this.#inside(path, old)) continue;
      this.#files.delete(path);
      this.#put(name(path), file.data);
    }
    for (const path of [...this.#folders]) {
      if (path === old || this.#inside(path, old)) {
        this.#folders.delete(path);
        this.#folders.add(name(path));
      }
    }
    this.#fire(vscode.FileChangeType.Deleted, from);
    this.#fire(vscode.FileChangeType.Created, to);
  }
}

/** @returns a test for the glob: `**`, `*`, `?` and `{a,b}` */
function globTest(glob) {
  const pattern = glob.replace(/\*\*\/|\*\*|[*?{},.+^$()|[\]\\]/g, (token) => {
    switch (token) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return `\\${token}`;
    }
  });
  const regExp = new RegExp(`^${pattern}$`);
  return (path) => regExp.test(path);
}

exports.activate = (context) => {
  const files = new MemoryFiles(new URL('/workspace.json', context.extensionUri.toString(true)));
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider('memfs', files, { isCaseSensitive: true }),
    // A proposed API. Without it workspace.findFiles finds nothing and every start waits 7 s for the
    // workspaceContains: globs of other extensions.
    vscode.workspace.registerFileSearchProvider('memfs', {
      async provideFileSearchResults(_query, { includes = [], excludes = [], folder }) {
        const wanted = includes.map(globTest);
        const unwanted = excludes.map(globTest);
        const prefix = `${folder.path.replace(/\/$/, '')}/`;
        return (await files.paths())
          .filter((path) => path.startsWith(prefix))
          .map((path) => path.slice(prefix.length))
          .filter((path) => wanted.length === 0 || wanted.some((test) => test(path)))
          .filter((path) => !unwanted.some((test) => test(path)))
          .map((path) => vscode.Uri.joinPath(folder, path));
      },
    }),
  );
};
