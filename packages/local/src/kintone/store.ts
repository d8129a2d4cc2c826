import { App } from "./app.ts";
import { CursorShelf } from "./cursors.ts";
import type { AppDefinition, LocalKintoneOptions } from "./definitions.ts";
import { Directory } from "./directory.ts";
import { FileShelf, type StoredFile } from "./files.ts";
import { PluginShelf } from "./plugins.ts";
import type { Entity } from "./records/values.ts";
import { SpaceShelf } from "./spaces/space-shelf.ts";

const DEFAULT_DEPLOY_MS = 200;
const DEFAULT_LIKE_HITS = 100_000;

/** Everything the local kintone remembers. */
export class Store {
  readonly directory: Directory;
  readonly files: FileShelf;
  readonly cursors: CursorShelf;
  readonly spaces: SpaceShelf;
  readonly plugins: PluginShelf;
  /** Guests by mail address. */
  readonly guests = new Map<string, Entity>();
  readonly now: () => Date;
  readonly timeZone: string;
  /** Milliseconds that a deployment of settings takes. */
  readonly deployMs: number;
  /** Hits after which a search by `like` stops. */
  readonly likeHits: number;
  readonly #apps = new Map<number, App>();

  constructor(options: LocalKintoneOptions) {
    this.now = options.now ?? (() => new Date());
    this.timeZone = options.timeZone ?? "UTC";
    this.deployMs = options.deployMs ?? DEFAULT_DEPLOY_MS;
    this.likeHits = options.likeHits ?? DEFAULT_LIKE_HITS;
    this.directory = new Directory(options);
    this.files = new FileShelf(this.now);
    this.cursors = new CursorShelf(this.now);
    this.spaces = new SpaceShelf(options, this.now);
    this.plugins = new PluginShelf(options.plugins ?? []);
    for (const definition of options.apps ?? []) this.addApp(definition);
  }

  /** Makes an app. Its id is the definition's, or the next free one. */
  addApp(definition: AppDefinition): App {
    const id = definition.id ?? Math.max(0, ...this.#apps.keys()) + 1;
    if (this.#apps.has(id)) throw new TypeError(`App id ${id} is taken; leave id out or choose another.`);
    const app = new App(id, definition, this);
    for (const { token } of app.tokens) {
      if (this.appOfToken(token) !== undefined)
        throw new TypeError(`App ${id}: a token is already used by another app.`);
    }
    this.#apps.set(id, app);
    return app;
  }

  /** Ends the deployments whose time has come. Between requests only, so that no request sees a form change under it. */
  settle(): void {
    for (const app of this.#apps.values()) app.settle();
  }

  /** Removes an app with its records, as the deletion of its space does. */
  removeApp(id: number): void {
    this.#apps.delete(id);
  }

  app(id: number): App | undefined {
    return this.#apps.get(id);
  }

  get apps(): readonly App[] {
    return [...this.#apps.values()];
  }

  appOfToken(token: string): App | undefined {
    return this.apps.find((app) => app.tokens.some((entry) => entry.token === token));
  }

  /** Uploads a file without HTTP; the key can be used once, in a record written or seeded. */
  addFile(file: { readonly name: string; readonly contentType?: string; readonly data: Uint8Array }): string {
    const stored: StoredFile = {
      name: file.name,
      contentType: file.contentType ?? "application/octet-stream",
      chunks: [Buffer.from(file.data)],
      size: file.data.byteLength,
    };
    return this.files.upload(stored);
  }
}
