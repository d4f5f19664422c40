import { CameraError, cameraErrorOf } from './cameraError.js';

const STORAGE_KEY = 'crowdlens.devices';
/** Chosen in place of a microphone when there should be no sound. */
export const NO_MICROPHONE = 'none';

/** Remembered device ids; an empty one means "whichever the browser prefers". */
interface Choice {
  camera: string;
  microphone: string;
}

/** The camera and microphone of this computer: which there are, which are chosen, and their stream. */
export class Camera {
  #cameras = $state.raw<MediaDeviceInfo[]>([]);
  #microphones = $state.raw<MediaDeviceInfo[]>([]);
  #choice = $state.raw<Choice>(loadChoice());
  #stream = $state.raw<MediaStream>();
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

  get choice(): Choice {
    return this.#choice;
  }

  /** The chosen camera's stream; undefined while it is closed. */
  get stream(): MediaStream | undefined {
    return this.#stream;
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
    return this.#stream ?? (await (this.#pending ??= this.#openChosen()));
  }

  /** Chooses other devices, remembers them, and opens them in place of those open before. */
  choose(choice: Partial<Choice>): Promise<MediaStream | undefined> {
    this.#choice = { ...this.#choice, ...choice };
    localStorage.setItem(STORAGE_KEY, JSON.stringify(this.#choice));
    this.#pending = this.#openChosen();
    return this.#pending;
  }

  /** Stops the devices (their light goes off); {@link open} starts them again. */
  close(): void {
    this.#turn += 1;
    this.#pending = undefined;
    this.#opening = false;
    stopTracks(this.#stream);
    this.#stream = undefined;
  }

  /** Closes for good. */
  dispose(): void {
    this.close();
    navigator.mediaDevices?.removeEventListener('devicechange', this.#listDevices);
  }

  async #openChosen(): Promise<MediaStream | undefined> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#opening = true;
    this.#error = undefined;
    try {
      const stream = await openDevices(this.#choice);
      if (turn !== this.#turn) {
        stopTracks(stream);
        return undefined;
      }
      this.#take(stream);
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

  /** The device was unplugged or the permission taken back. */
  #lose(stream: MediaStream): void {
    if (stream !== this.#stream) return;
    this.close();
    this.#error = new CameraError('CAMERA_FAILED');
  }
}

async function openDevices(choice: Choice): Promise<MediaStream> {
  // Browsers hide mediaDevices on pages that did not come over a secure address.
  if (!navigator.mediaDevices) throw new CameraError('INSECURE_ORIGIN');
  const video: MediaTrackConstraints = {
    width: { ideal: 640 },
    height: { ideal: 480 },
    frameRate: { ideal: 25, max: 30 },
    ...(choice.camera && { deviceId: { ideal: choice.camera } }),
  };
  const audio = choice.microphone ? { deviceId: { ideal: choice.microphone } } : true;
  try {
    if (choice.microphone === NO_MICROPHONE || !(await hasMicrophone())) {
      return await navigator.mediaDevices.getUserMedia({ video });
    }
    return await navigator.mediaDevices.getUserMedia({ video, audio });
  } catch (cause) {
    throw cameraErrorOf(cause, await cameraPermission());
  }
}

async function hasMicrophone(): Promise<boolean> {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.some(({ kind }) => kind === 'audioinput');
}

async function cameraPermission(): Promise<PermissionState | undefined> {
  try {
    return (await navigator.permissions.query({ name: 'camera' })).state;
  } catch {
    // Not every browser knows this permission by name.
    return undefined;
  }
}

function loadChoice(): Choice {
  try {
    const { camera, microphone } = JSON.parse(
      localStorage.getItem(STORAGE_KEY) ?? '{}',
    ) as Partial<Choice>;
    return { camera: camera ?? '', microphone: microphone ?? '' };
  } catch {
    return { camera: '', microphone: '' };
  }
}

function stopTracks(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}
