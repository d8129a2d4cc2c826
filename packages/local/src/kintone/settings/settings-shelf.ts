import type { AppDefinition } from "../definitions.ts";
import { invalidInput, KintoneError } from "../errors.ts";
import type { Journal } from "../journal.ts";
import { type AppSettings, initialSettings, ownCodes } from "./app-settings.ts";

/** How a deployment stands, in kintone's words. */
export type DeployStatus = "PROCESSING" | "SUCCESS" | "FAIL" | "CANCEL";

/** A deployment under way: how it will end, and when (milliseconds of `performance.now()`). */
interface Deployment {
  readonly endsAt: number;
  readonly settings: AppSettings | undefined;
  readonly outcome: DeployStatus;
}

/** The settings of an app: those in use, those being prepared, and the deployment that makes the one the other. */
export class SettingsShelf {
  #live: AppSettings | undefined;
  #preview: AppSettings;
  #deployment: Deployment | undefined;
  #status: DeployStatus = "SUCCESS";

  constructor(definition: AppDefinition) {
    const isLive = definition.deployed ?? true;
    this.#preview = initialSettings(definition, isLive ? 1 : 2);
    if (isLive) this.#live = this.#preview;
  }

  /** The settings in use; undefined for an app that was never deployed. */
  get live(): AppSettings | undefined {
    return this.#live;
  }

  get preview(): AppSettings {
    return this.#preview;
  }

  get status(): DeployStatus {
    return this.#deployment === undefined ? this.#status : "PROCESSING";
  }

  /**
   * Changes the settings being prepared, which raises the revision. `revision` is the one that the caller expects:
   * another one is 409 GAIA_CO02. During a deployment nothing can be changed.
   */
  change(part: Partial<AppSettings>, revision: number | undefined, journal: Journal): AppSettings {
    this.check(revision);
    const before = this.#preview;
    journal.onRollback(() => {
      this.#preview = before;
    });
    this.#preview = { ...before, ...part, revision: before.revision + 1 };
    return this.#preview;
  }

  /**
   * 409 GAIA_CO02 unless the revision is the latest, or not given; 400 while a deployment runs. kintone's own code for the
   * latter is not documented; that of a locked database, which lets callers try again, stands for it.
   */
  check(revision: number | undefined): void {
    if (this.#deployment !== undefined)
      throw new KintoneError(400, "GAIA_DA02", "The settings are being deployed; try again later.");
    if (revision === undefined || revision === -1 || revision === this.#preview.revision) return;
    throw new KintoneError(409, "GAIA_CO02", "The revision given is not the latest; someone may have updated it.");
  }

  /** Starts to put the prepared settings to use, or (`FAIL`, `CANCEL`) to fail at it. */
  deploy(outcome: DeployStatus, milliseconds: number): void {
    this.#deployment = { endsAt: performance.now() + milliseconds, settings: this.#preview, outcome };
  }

  /** Starts to drop what was prepared. */
  revert(milliseconds: number): void {
    if (this.#live === undefined)
      throw invalidInput("revert", "The app was never deployed; there is nothing to go back to.");
    this.#deployment = { endsAt: performance.now() + milliseconds, settings: undefined, outcome: "SUCCESS" };
  }

  /** Ends a deployment whose time has come. Gives the settings that have gone live, if any have. */
  settle(): AppSettings | undefined {
    const deployment = this.#deployment;
    if (deployment === undefined || performance.now() < deployment.endsAt) return undefined;
    this.#deployment = undefined;
    this.#status = deployment.outcome;
    if (deployment.outcome !== "SUCCESS") return undefined;
    if (deployment.settings === undefined) {
      this.#preview = this.#live ?? this.#preview;
      return undefined;
    }
    const { settings } = deployment;
    this.#live = { ...settings, liveCodes: ownCodes(settings.fields) };
    this.#preview = this.#live;
    return settings;
  }
}
