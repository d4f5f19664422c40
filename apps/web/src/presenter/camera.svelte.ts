import { CameraError } from './cameraError.js';
import {
  loadChoice,
  openCamera,
  openScreen,
  resize,
  saveChoice,
  type DeviceChoice,
} from './devices.js';

/** The camera (or the screen) and microphone of this computer: which there are, which are chosen, their stream. */
export class Camera {
  #cameras = $state.raw<MediaDeviceInfo[]>([]);
  #microphones = $state.raw<MediaDeviceInfo[]>([]);
  #choice = $state.raw<DeviceChoice>(loadChoice());
  #stream = $state.raw<MediaStream>();
  #sharing = $state(false);
  #opening = $state(false);
  #error = $state.raw<unknown>();
  /** Grows with each open and close, so that a late answer of the browser is known as late. */
  #turn = 0;
  #pending: Promise<MediaStream | undefined> | undefined;

  constructor() {
    navigator.mediaDevices?.addEventListener('devicechange', this.#listDevices);
  }

  get cameras(): MediaDeviceInfo[] {
    return this.#cameras;
  }

  get microphones(): MediaDeviceInfo[] {
    return this.#microphones;
  }

  get choice(): DeviceChoice {
    return this.#choice;
  }

  /** The chosen camera's stream; undefined while it is closed. */
  get stream(): MediaStream | undefined {
    return this.#stream;
  }

  /** The picture is that of a screen or a window. */
  get sharing(): boolean {
    return this.#sharing;
  }

  get opening(): boolean {
    return this.#opening;
  }

  /** Why the camera is not open; undefined when nothing went wrong. */
  get error(): unknown {
    return this.#error;
  }

  /** Opens the chosen devices unless they are open already; undefined when it could not. */
  async open(): Promise<MediaStream | undefined> {
    return this.#stream ?? (await (this.#pending ??= this.#open(openCamera)));
  }

  /** Chooses other devices, remembers them, and opens them in place of those open before. */
  choose(choice: Partial<DeviceChoice>): Promise<MediaStream | undefined> {
    this.#choice = { ...this.#choice, ...choice };
    saveChoice(this.#choice);
    this.#pending = this.#open(openCamera);
    return this.#pending;
  }

  /** Asks the user for a screen or window; when they choose none, the picture stays as it is. */
  shareScreen(): Promise<MediaStream | undefined> {
    return this.#open(openScreen);
  }

  /** Goes back from the screen to the camera. */
  stopSharing(): Promise<MediaStream | undefined> {
    return this.choose({});
  }

  /** Stops the devices (their light goes off); {@link open} starts them again. */
  close(): void {
    this.#turn += 1;
    this.#pending = undefined;
    this.#opening = false;
    stopTracks(this.#stream);
    this.#stream = undefined;
    this.#sharing = false;
  }

  /** Closes for good. */
  dispose(): void {
    this.close();
    navigator.mediaDevices?.removeEventListener('devicechange', this.#listDevices);
  }

  async #open(
    openDevices: (choice: DeviceChoice) => Promise<MediaStream>,
  ): Promise<MediaStream | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#opening = true;
    this.#error = undefined;
    try {
      const stream = await this.#openBeside(openDevices);
      if (turn !== this.#turn) {
        stopTracks(stream);
        return undefined;
      }
      this.#take(stream);
      this.#sharing = openDevices === openScreen;
      if (!this.#sharing) await resize(stream, this.#choice);
      return stream;
    } catch (error) {
      if (turn === this.#turn) this.#error = error;
      return undefined;
    } finally {
      // Only now does the browser tell the names; and after an error another device may be chosen.
      void this.#listDevices();
      if (turn === this.#turn) {
        this.#opening = false;
        this.#pending = undefined;
      }
    }
  }

  /** On many phones only one camera can be open: then that one makes way for the next. */
  async #openBeside(
    openDevices: (choice: DeviceChoice) => Promise<MediaStream>,
  ): Promise<MediaStream> {
    try {
      return await openDevices(this.#choice);
    } catch (error) {
      const inUse = error instanceof CameraError && error.code === 'CAMERA_IN_USE';
      if (!inUse || !this.#stream) throw error;
      stopTracks(this.#stream);
      this.#stream = undefined;
      return openDevices(this.#choice);
    }
  }

  #take(stream: MediaStream): void {
    stopTracks(this.#stream);
    this.#stream = stream;
    stream.getVideoTracks()[0]?.addEventListener('ended', () => this.#lose(stream));
  }

  #listDevices = async (): Promise<void> => {
    const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    this.#cameras = devices.filter(({ kind }) => kind === 'videoinput');
    this.#microphones = devices.filter(({ kind }) => kind === 'audioinput');
  };

  /** The device was unplugged, the permission taken back, or the browser's own button ended the sharing. */
  #lose(stream: MediaStream): void {
    if (stream !== this.#stream) return;
    if (this.#sharing) {
      void this.stopSharing();
      return;
    }
    this.close();
    this.#error = new CameraError('CAMERA_FAILED');
  }
}

function stopTracks(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
