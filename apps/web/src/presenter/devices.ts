/** Opens camera, screen and microphone as they were chosen, and remembers the choice. */
import { CameraError, cameraErrorOf } from './cameraError.js';

const STORAGE_KEY = 'crowdlens.devices';
/** Chosen in place of a microphone when there should be no sound. */
export const NO_MICROPHONE = 'none';

/** Sizes and rates to choose from; pixels, pictures a second. */
export const PICTURES = {
  low: { width: 320, height: 240, frameRate: 15 },
  standard: { width: 640, height: 480, frameRate: 25 },
  high: { width: 1280, height: 720, frameRate: 25 },
} as const;
export type PictureChoice = keyof typeof PICTURES;

const SCREEN_RATE = 15;
const CODECS = /^video\/(VP8|H264)$/i;

/** What to open. An empty device id means "whichever the browser prefers". */
export interface DeviceChoice {
  readonly camera: string;
  readonly microphone: string;
  readonly picture: PictureChoice;
}

/** The choice of the last visit. */
export function loadChoice(): DeviceChoice {
  const { camera, microphone, picture } = storedChoice();
  return {
    camera: camera ?? '',
    microphone: microphone ?? '',
    picture: picture && picture in PICTURES ? picture : 'standard',
  };
}

export function saveChoice(choice: DeviceChoice): void {
  localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
}

/** @throws CameraError */
export async function openCamera(choice: DeviceChoice): Promise<MediaStream> {
  checkBrowser();
  const heard = await hasMicrophone();
  try {
    return await openDevices((how) => ({
      video: { ...pictureOf(choice), ...deviceOf(choice.camera, how) },
      audio: heard && audioOf(choice, how),
    }));
  } catch (cause) {
    throw cameraErrorOf(cause, await cameraPermission());
  }
}

/**
 * Gives the picture its chosen size. Browsers open a camera that is open already as it is: once that other
 * stream is stopped, this one can be larger.
 */
export async function resize(stream: MediaStream, choice: DeviceChoice): Promise<void> {
  await stream.getVideoTracks()[0]?.applyConstraints(pictureOf(choice));
}

/**
 * A screen or window that the user picks, with the chosen microphone.
 *
 * @throws CameraError
 */
export async function openScreen(choice: DeviceChoice): Promise<MediaStream> {
  checkBrowser();
  if (!('getDisplayMedia' in navigator.mediaDevices)) throw new CameraError('SCREEN_UNSUPPORTED');
  let screen: MediaStream;
  try {
    screen = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { max: SCREEN_RATE } },
    });
  } catch (cause) {
    throw new CameraError('SCREEN_DENIED', { cause });
  }
  return new MediaStream([...screen.getVideoTracks(), ...(await microphoneTracks(choice))]);
}

/** A screen without sound is better than none. */
async function microphoneTracks(choice: DeviceChoice): Promise<MediaStreamTrack[]> {
  if (choice.microphone === NO_MICROPHONE) return [];
  try {
    return (await openDevices((how) => ({ audio: audioOf(choice, how) }))).getAudioTracks();
  } catch {
    return [];
  }
}

/** Only `exact` makes browsers take the device; one that is gone makes way for any other. */
async function openDevices(
  constraints: (how: 'exact' | 'ideal') => MediaStreamConstraints,
): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints('exact'));
  } catch (error) {
    if ((error as { name?: unknown }).name !== 'OverconstrainedError') throw error;
    return navigator.mediaDevices.getUserMedia(constraints('ideal'));
  }
}

function pictureOf({ picture }: DeviceChoice): MediaTrackConstraints {
  const { width, height, frameRate } = PICTURES[picture];
  return {
    width: { ideal: width },
    height: { ideal: height },
    frameRate: { ideal: frameRate, max: 30 },
  };
}

function audioOf(
  { microphone }: DeviceChoice,
  how: 'exact' | 'ideal',
): MediaTrackConstraints | boolean {
  return microphone !== NO_MICROPHONE && deviceOf(microphone, how);
}

function deviceOf(id: string, how: 'exact' | 'ideal'): MediaTrackConstraints {
  return id ? { deviceId: { [how]: id } } : {};
}

function checkBrowser(): void {
  // Browsers hide mediaDevices on pages that did not come over a secure address.
  if (!navigator.mediaDevices) throw new CameraError('INSECURE_ORIGIN');
  const codecs = globalThis.RTCRtpSender?.getCapabilities?.('video')?.codecs ?? [];
  if (!codecs.some(({ mimeType }) => CODECS.test(mimeType))) throw new CameraError('NO_CODEC');
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

function storedChoice(): Partial<DeviceChoice> {
  try {
    return JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<DeviceChoice>;
  } catch {
    return {};
  }
}
