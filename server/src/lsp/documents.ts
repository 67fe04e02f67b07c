import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocuments, type Connection, type Event } from 'vscode-languageserver';
import { DockerfileModel, type ProjectFiles, type StatedImage } from '../core/service';

/** One version of an open document. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly model: DockerfileModel;
}

/** The open documents; the model of the current version is built when first asked for, then kept. */
export class Documents {
  readonly onDidChange: Event<string>;
  readonly onDidClose: Event<string>;
  readonly #texts = new TextDocuments(TextDocument);
  readonly #parsed = new Map<string, OpenDocument>();
  readonly #projectOf: (uri: string) => ProjectFiles | undefined;
  readonly #imagesOf: (uri: string) => readonly StatedImage[] | undefined;

  /**
   * @param projectOf what is known now of the files around a document
   * @param imagesOf what the settings say of base images, as far as they were read for a document
   */
  constructor(
    projectOf: (uri: string) => ProjectFiles | undefined,
    imagesOf: (uri: string) => readonly StatedImage[] | undefined = () => undefined,
  ) {
    this.#projectOf = projectOf;
    this.#imagesOf = imagesOf;
    this.onDidChange = (listener) =>
      this.#texts.onDidChangeContent(({ document }) => {
        listener(document.uri);
      });
    this.onDidClose = (listener) =>
      this.#texts.onDidClose(({ document }) => {
        listener(document.uri);
      });
    this.#texts.onDidClose(({ document }) => this.#parsed.delete(document.uri));
  }

  listen(connection: Connection): void {
    this.#texts.listen(connection);
  }

  get uris(): readonly string[] {
    return this.#texts.keys();
  }

  /** The current version of a document; undefined when it is not open. */
  find(uri: string): OpenDocument | undefined {
    const document = this.#texts.get(uri);
    if (document === undefined) return undefined;
    const parsed = this.#parsed.get(uri);
    if (parsed !== undefined && this.isCurrent(parsed)) return parsed;
    const model = new DockerfileModel(
      document.getText(),
      this.#projectOf(uri),
      this.#imagesOf(uri),
    );
    const current = { uri, version: document.version, model };
    this.#parsed.set(uri, current);
    return current;
  }

  /** True while neither the text nor what is known of its project and its images has changed. */
  isCurrent({ uri, version, model }: OpenDocument): boolean {
    return (
      version === this.versionOf(uri) &&
      model.project === this.#projectOf(uri) &&
      model.images === this.#imagesOf(uri)
    );
  }

  /** The current text, without building the model. */
  textOf(uri: string): string | undefined {
    return this.#texts.get(uri)?.getText();
  }

  /** Undefined when the document is not open. */
  versionOf(uri: string): number | undefined {
    return this.#texts.get(uri)?.version;
  }
}
