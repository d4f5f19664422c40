import type { ElementContext } from './context.js';
import type { Player } from './media.js';
import type { ElementParams } from './MediaElement.js';
import { resolveMediaUri } from './mediaUri.js';
import type { VideoInfo } from './types.js';
import { UriEndpoint } from './UriEndpoint.js';

/** Constructor parameters; `networkCache` is left to the server. */
export interface PlayerEndpointParams extends ElementParams {
  readonly uri: string;
  /** Pictures are handed on as they stand in the source, where nothing changes them. */
  readonly useEncodedMedia?: boolean;
}

/** Clients wait for an answer for as little as 5 s. */
const MAX_ANSWER_MS = 4000;

/** Plays a file below the media directory, a network stream, or the built-in `demo:crowd`. */
export class PlayerEndpoint extends UriEndpoint {
  static override readonly qualifiedType = 'kurento.PlayerEndpoint';

  readonly useEncodedMedia: boolean;
  #player: Player | undefined;
  /** Whether it is to play, once its source is found. */
  #isWanted = false;

  private constructor(context: ElementContext, params: PlayerEndpointParams) {
    super(context, params.mediaPipeline, params.uri);
    this.useEncodedMedia = params.useEncodedMedia ?? false;
  }

  static async create(
    context: ElementContext,
    params: PlayerEndpointParams,
  ): Promise<PlayerEndpoint> {
    const endpoint = new PlayerEndpoint(context, params);
    endpoint.#player = await endpoint.opening(() =>
      params.mediaPipeline.media.createPlayer(endpoint, {
        endOfStream: () => {
          endpoint.setState('STOP');
          endpoint.emit('EndOfStream', {});
        },
        failed: (reason) => endpoint.#fail(reason, 'RESOURCE_ERROR'),
      }),
    );
    return endpoint;
  }

  get videoInfo(): VideoInfo {
    return this.#open.info;
  }

  /** As {@link getGstreamerDot}: there is nothing inside a player to be drawn. */
  get elementGstreamerDot(): string {
    return this.getGstreamerDot();
  }

  /** Milliseconds. */
  get position(): number {
    return this.#open.position;
  }

  /** Throws PLAYER_SEEK_FAIL (from the player) when the source cannot seek. */
  set position(positionMs: number) {
    this.#open.seek(Math.max(0, positionMs));
  }

  /**
   * Answers when it plays, or after 4 s: a slow source is not waited for. A URI that cannot be played
   * is an Error event, as in Kurento, and no error of the call.
   */
  async play(): Promise<void> {
    this.#isWanted = true;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, MAX_ANSWER_MS)));
    await Promise.race([this.#start(), patience]).finally(() => clearTimeout(timer));
  }

  override pause(): void {
    this.#isWanted = false;
    this.#open.pause();
    if (this.state === 'START') this.setState('PAUSE');
  }

  override stop(): void {
    this.#isWanted = false;
    this.#open.stop();
    this.setState('STOP');
  }

  protected override async onRelease(): Promise<void> {
    await super.onRelease();
    await this.#player?.close();
  }

  get #open(): Player {
    if (!this.#player) throw new Error('The endpoint has no player yet: make it with create()');
    return this.#player;
  }

  async #start(): Promise<void> {
    try {
      const uri = await resolveMediaUri(this.uri, this.context.mediaDir);
      if (this.#isWanted && (await this.#open.play(uri))) this.setState('START');
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error), 'INVALID_URI');
    }
  }

  #fail(description: string, type: string): void {
    this.setState('STOP');
    this.emit('Error', { description, errorCode: 0, type });
  }
}
