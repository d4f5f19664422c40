import type { MeasurementFrame } from '@crowdlens/schema';
import type { EventJournal } from '../events/EventJournal.js';
import { Latest } from '../events/Latest.js';
import { ReadingInterpreter } from '../events/ReadingInterpreter.js';
import type { Levels } from '../events/ReadingInterpreter.js';
import type { HistoryWriter } from '../history/HistoryWriter.js';
import type { RegionSettings } from '../history/HistoryStore.js';
import { SeriesRecorder } from '../history/SeriesRecorder.js';
import type { CrowdReading } from '../media/readings.js';

/** What becomes of the readings of a broadcast's detectors: events, present measurements, and the series. */
export class Readings {
  readonly measurements = new Latest<MeasurementFrame>();
  readonly #broadcastId: string;
  readonly #events: EventJournal;
  readonly #series: SeriesRecorder;
  #interpreter: ReadingInterpreter | undefined;
  /** Of a detector that another server had. */
  #levels: Levels | undefined;

  constructor(broadcastId: string, events: EventJournal, writer: HistoryWriter) {
    this.#broadcastId = broadcastId;
    this.#events = events;
    this.#series = new SeriesRecorder((second) => writer.addSecond(events.name, second));
  }

  /** @returns what a detector with these regions calls with each of its readings */
  interpreter({ revision, regions }: RegionSettings): (reading: CrowdReading) => void {
    const interpreter = new ReadingInterpreter(revision, regions, this.#levels);
    this.#interpreter = interpreter;
    this.#levels = undefined;
    return (reading) => {
      if (reading.kind === 'measurements') {
        const frame = interpreter.measurements(this.#broadcastId, reading);
        this.measurements.set(frame);
        this.#series.add(frame);
        return;
      }
      const event = interpreter.event(reading);
      if (event) this.#events.append(event);
    };
  }

  /** The levels that the present detector has said last. */
  get levels(): Levels {
    return this.#interpreter?.levels ?? {};
  }

  /** The next detector is one that has said this already. */
  goOnFrom(levels: Levels): void {
    this.#levels = levels;
  }

  /** Nothing is measured any more; the present second of the series is written. */
  clear(): void {
    this.measurements.clear();
    this.#series.end();
  }

  /** Ends the streams of subscribers. */
  end(): void {
    this.#events.end();
    this.measurements.end();
  }
}
