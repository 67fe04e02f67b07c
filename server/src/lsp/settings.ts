import type { Connection, Diagnostic } from 'vscode-languageserver';
import {
  findRule,
  mergeSettings,
  profiles,
  resolveRules,
  ruleSettings,
  type ActiveRules,
  type RuleSetting,
  type Settings,
  type StatedImage,
} from '../core/service';
import type { ClientSupport } from './client-support';
import { ConfigFiles } from './config-files';
import type { Host } from './host';

/** The section of the editor's settings that is ours. */
export const settingsSection = 'ironhull';

/** What is set for one document. */
export interface DocumentSettings {
  /** The same map for the same settings, so that it can stand for them in a cache. */
  readonly active: ActiveRules;
  /** Whether completion, outline and the like are given besides findings. */
  readonly languageFeatures: boolean;
  /** Whether registries may be asked; no file of a project can allow that. */
  readonly registry: boolean;
  /** Whether ShellCheck may be run, and at which path; no file of a project can say that. */
  readonly shellcheck: { readonly isOn: boolean; readonly path: string | undefined };
}

interface EditorSettings extends Omit<DocumentSettings, 'active'> {
  readonly settings: Settings;
}

/** Settings of each document: those of the editor's folder, and over them the nearest file's. */
export class SettingsStore {
  readonly #connection: Connection;
  readonly #client: ClientSupport;
  readonly #files: ConfigFiles;
  readonly #editorSettings = new Map<string, Promise<EditorSettings>>();
  readonly #activeRules = new Map<string, ActiveRules>();
  readonly #images = new Map<string, readonly StatedImage[] | undefined>();
  #pushed: unknown;

  constructor(connection: Connection, client: ClientSupport, host: Host, initial: unknown) {
    this.#connection = connection;
    this.#client = client;
    this.#pushed = initial;
    this.#files = new ConfigFiles({
      readFile: host.readFile,
      listFolder: host.listFolder,
      publish: (uri: string, diagnostics: Diagnostic[]) => {
        void connection.sendDiagnostics({ uri, diagnostics });
      },
      watched: client.watchFiles,
      today: host.today,
    });
  }

  async settingsFor(uri: string): Promise<DocumentSettings> {
    const { settings, ...editor } = await this.#editorSettingsFor(uri);
    const merged = mergeSettings(settings, await this.#files.settingsFor(uri));
    const active = this.#activeFor(merged);
    this.#images.set(uri, active.settings?.images);
    return { active, ...editor };
  }

  /** What the settings that were last read for a document say of base images. */
  imagesOf(uri: string): readonly StatedImage[] | undefined {
    return this.#images.get(uri);
  }

  /** The editor's settings have changed; a client that cannot be asked sends them along. */
  changeEditorSettings(pushed: unknown): void {
    this.#editorSettings.clear();
    if (isRecord(pushed)) this.#pushed = pushed[settingsSection];
  }

  /** A configuration file has changed, come or gone. */
  changeFiles(): Promise<void> {
    return this.#files.invalidate();
  }

  forget(uri: string): void {
    this.#editorSettings.delete(uri);
    this.#images.delete(uri);
  }

  #editorSettingsFor(uri: string): Promise<EditorSettings> {
    const kept = this.#editorSettings.get(uri);
    if (kept !== undefined) return kept;
    const asking = this.#ask(uri).then((value) => this.#readEditorSettings(value));
    this.#editorSettings.set(uri, asking);
    asking.catch(() => this.#editorSettings.delete(uri));
    return asking;
  }

  async #ask(uri: string): Promise<unknown> {
    if (!this.#client.configuration) return this.#pushed;
    const item = { scopeUri: uri, section: settingsSection };
    return (await this.#connection.workspace.getConfiguration(item)) as unknown; // Typed any by the library.
  }

  /** Editors check their settings themselves, so what is not understood is logged and left out. */
  #readEditorSettings(value: unknown): EditorSettings {
    const section = isRecord(value) ? value : {};
    const profile = profiles.find((name) => name === section['profile']);
    const rules: Record<string, RuleSetting> = {};
    for (const [key, wanted] of Object.entries(
      isRecord(section['rules']) ? section['rules'] : {},
    )) {
      if (wanted === 'default') continue;
      const rule = findRule(key);
      const setting = ruleSettings.find((name) => name === wanted);
      if (rule === undefined || setting === undefined) {
        this.#connection.console.warn(`The setting ironhull.rules.${key} is not understood.`);
      } else {
        rules[rule.id] = setting;
      }
    }
    return {
      settings: { rules, ...(profile === undefined ? {} : { profile }) },
      languageFeatures: section['languageFeatures'] !== 'off',
      registry: section['registry'] === 'on',
      shellcheck: {
        isOn: section['shellcheck'] === 'on',
        path: readPath(section['shellcheckPath']),
      },
    };
  }

  #activeFor(settings: Settings): ActiveRules {
    const { rules = {}, ...others } = settings;
    const key = JSON.stringify([Object.entries(rules).sort(), others]);
    const active = this.#activeRules.get(key) ?? resolveRules(settings);
    this.#activeRules.set(key, active);
    return active;
  }
}

function readPath(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
