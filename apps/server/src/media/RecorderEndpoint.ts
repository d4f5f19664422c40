import { eventTime } from './readings.js';
import type { KurentoEventData } from './readings.js';
import { MediaElement } from './MediaElement.js';

/** Writes what it is connected to into a file. */
export class RecorderEndpoint extends MediaElement {
  record(): Promise<void> {
    return this.invoke('record');
  }

  /** Resolves when the file is complete. */
  stopAndWait(): Promise<void> {
    return this.invoke('stopAndWait');
  }

  /** Says when the first picture is there. */
  async onRecording(listener: (at: Date) => void): Promise<void> {
    await this.on('Recording', (data: KurentoEventData) => listener(eventTime(data)));
  }

  /** Says that the file ends here, and why. */
  async onFailure(listener: (reason: string) => void): Promise<void> {
    await this.on('Error', ({ description }: { description: string }) => listener(description));
  }
}
