import { streamStats, type StatsEntry, type StreamStats } from './streamStats.js';

const INTERVAL_MS = 1_000;

/** Looks once a second at how video flows over a peer connection, and notices when it stops coming. */
export class LinkMonitor {
  readonly #connection: RTCPeerConnection;
  readonly #onSilent: () => void;
  readonly #timer: ReturnType<typeof setInterval>;
  #received = $state.raw<StreamStats>();
  #sent = $state.raw<StreamStats>();
  #before: StatsEntry[] = [];
  #silentSeconds = $state(0);

  /** @param onSilent - called after 1, 2, 3, 4, 6, 8 … seconds in which no packet of the video came. */
  constructor(connection: RTCPeerConnection, onSilent: () => void) {
    this.#connection = connection;
    this.#onSilent = onSilent;
    this.#timer = setInterval(() => void this.#look(), INTERVAL_MS);
  }

  /** Undefined before the first second, and when no video is received. */
  get received(): StreamStats | undefined {
    return this.#received;
  }

  /** Undefined before the first second, and when no video is sent. */
  get sent(): StreamStats | undefined {
    return this.#sent;
  }

  /** For how long no packet of the video has come. */
  get silentSeconds(): number {
    return this.#silentSeconds;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const report: StatsEntry[] = [];
    (await this.#connection.getStats()).forEach((entry: StatsEntry) => report.push(entry));
    const packetsBefore = this.#received?.packets;
    this.#received = streamStats('inbound-rtp', report, this.#before);
    this.#sent = streamStats('outbound-rtp', report, this.#before);
    this.#before = report;
    this.#listen(packetsBefore);
  }

  #listen(packetsBefore: number | undefined): void {
    const silent = this.#received !== undefined && this.#received.packets === packetsBefore;
    this.#silentSeconds = silent ? this.#silentSeconds + 1 : 0;
    if (silent && (this.#silentSeconds <= 4 || this.#silentSeconds % 2 === 0)) this.#onSilent();
  }
}
