import { MediaElement } from './MediaElement.js';

/** Plays a file, an address or the demo crowd. */
export class PlayerEndpoint extends MediaElement {
  play(): Promise<void> {
    return this.invoke('play');
  }

  /** Says when nothing more will come: at the end, or with the reason of a failure. */
  async onEnd(listener: (failure?: string) => void): Promise<void> {
    await this.on('EndOfStream', () => listener());
    await this.on('Error', ({ description }: { description: string }) => listener(description));
  }
}
