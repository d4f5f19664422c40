import type { RegionSettings } from '../history/HistoryStore.js';
import type { CrowdReading } from '../media/readings.js';
import type { DetectorListener } from './Detector.js';
import type { Session, ValidityOf } from './Session.js';
import type { LeftPipeline } from './LeftPipeline.js';
import { PresenterSource, takeOverSource } from './Source.js';
import type { Source } from './Source.js';
import type { SourceWatch } from './SourceWatch.js';
import type { DetectorSettings, Stage } from './Stage.js';
import type { StageHolder } from './StageHolder.js';

/** What a {@link SourceHolder} tells of its source. */
export interface SourceEvents {
  /** It is in place of the one before, and its pictures are waited for. */
  started(source: Source): void;
  /** Its pictures come. */
  live(): void;
  /** Its pictures do not come any more, but may again. */
  stalled(): void;
  /** It will give nothing more; with the reason when that was not its end. */
  gone(failure?: string): void;
}

/** What becomes of a detector's readings with these regions. */
type Interpreter = (settings: RegionSettings) => (reading: CrowdReading) => void;

/** The source of a broadcast, with the detector behind it. Its owner sees to it that one change follows the other. */
export class SourceHolder {
  readonly #stage: StageHolder;
  readonly #interpreter: Interpreter;
  readonly #events: SourceEvents;
  #present: Source | undefined;
  #isReplacing = false;

  constructor(stage: StageHolder, interpreter: Interpreter, events: SourceEvents) {
    this.#stage = stage;
    this.#interpreter = interpreter;
    this.#events = events;
  }

  get isThere(): boolean {
    return this.#present !== undefined;
  }

  /** Whether another one is being made. */
  get isReplacing(): boolean {
    return this.#isReplacing;
  }

  /** Of the presenter, if the source is one. */
  get session(): Session | undefined {
    return this.#present instanceof PresenterSource ? this.#present.session : undefined;
  }

  /**
   * Goes on with the source and the detector that another server has left; complete after {@link resume}.
   *
   * @returns false when there are none that fit
   */
  async takeOver(
    stage: Stage,
    left: readonly LeftPipeline[],
    settings: DetectorSettings,
    validityOf: ValidityOf,
  ): Promise<boolean> {
    const source = await takeOverSource(stage, left, validityOf);
    if (!source) return false;
    await source.element.onVideoFlow('Out', (flowing) => source.watch.flow(flowing));
    const listener = this.#listener(settings, source.watch);
    if (await stage.takeOverDetector(left, settings, listener)) this.#put(source);
    else source.end();
    return this.isThere;
  }

  /** Says what was missed while another server had it, and what comes from now on. */
  async resume(): Promise<void> {
    const source = this.#present;
    if (!source) return;
    (await this.#stage.open()).resume();
    await source.resume();
    if (await source.element.isVideoFlowing('Out')) source.watch.flow(true);
  }

  /** Makes a source and puts it in place of the one before, which stays when that fails. */
  async replace<Made extends Source>(
    make: (stage: Stage) => Promise<Made>,
    settings: () => DetectorSettings,
  ): Promise<Made> {
    this.#isReplacing = true;
    try {
      const stage = await this.#stage.open();
      const source = await make(stage);
      try {
        this.#stage.check(stage);
        await this.#switchTo(source, stage, settings());
      } catch (error) {
        source.end();
        throw error;
      }
      return source;
    } finally {
      this.#isReplacing = false;
    }
  }

  /**
   * Puts other regions in force; without a source, the next one brings a detector of its own.
   *
   * @param commit - called when they are ready; when it fails, all stays as it was
   */
  async setRegions(settings: DetectorSettings, commit: () => Promise<void>): Promise<void> {
    const source = this.#present;
    if (!source) return commit();
    const stage = await this.#stage.open();
    await stage.setRegions(
      source.element,
      settings,
      this.#listener(settings, source.watch),
      commit,
    );
  }

  end(): void {
    this.#present?.end();
    this.#present = undefined;
  }

  async #switchTo(source: Source, stage: Stage, settings: DetectorSettings): Promise<void> {
    await source.element.onVideoFlow('Out', (flowing) => source.watch.flow(flowing));
    await stage.setSource(source.element, settings, this.#listener(settings, source.watch));
    this.#stage.check(stage);
    this.end();
    this.#events.started(source);
    this.#put(source);
  }

  #put(source: Source): void {
    this.#present = source;
    source.onGone((failure) => this.#events.gone(failure));
    source.watch.start({
      live: () => this.#events.live(),
      stalled: () => this.#events.stalled(),
    });
  }

  #listener(settings: RegionSettings, watch: SourceWatch): DetectorListener {
    return { flow: (flowing) => watch.flow(flowing), reading: this.#interpreter(settings) };
  }
}
