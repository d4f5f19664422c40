/** A video element that keeps its last picture, and what can be done with it. */
export class Player {
  /** The element that fills the screen: video and overlay. */
  stage = $state<HTMLElement>();
  video = $state<HTMLVideoElement>();
  /** Shows the last picture while the video has none. */
  still = $state<HTMLCanvasElement>();
  #muted = $state(true);
  #blocked = $state(false);
  #frozen = $state(false);

  /** Browsers let a video begin by itself only without sound. */
  get muted(): boolean {
    return this.#muted;
  }

  /** The browser wants a click before it plays. */
  get blocked(): boolean {
    return this.#blocked;
  }

  /** The last picture stands in for the video. */
  get frozen(): boolean {
    return this.#frozen;
  }

  /** Shows another stream; until its first picture, the last one stays. */
  show(stream: MediaStream | undefined): void {
    const { video } = this;
    if (!video || video.srcObject === (stream ?? null)) return;
    this.freeze();
    video.srcObject = stream ?? null;
    if (stream) void this.play();
  }

  async play(): Promise<void> {
    try {
      await this.video?.play();
      this.#blocked = false;
    } catch (error) {
      this.#blocked = error instanceof DOMException && error.name === 'NotAllowedError';
    }
  }

  /** Keeps what is seen now, for when the video breaks off. */
  freeze(): void {
    const { video, still } = this;
    if (!video || !still || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    still.width = video.videoWidth;
    still.height = video.videoHeight;
    still.getContext('2d')?.drawImage(video, 0, 0);
    this.#frozen = video.videoWidth > 0;
    const thaw = (): void => void (this.#frozen = false);
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(thaw);
    else (video as HTMLVideoElement).addEventListener('timeupdate', thaw, { once: true });
  }

  toggleSound(): void {
    this.#muted = !this.#muted;
  }

  async toggleFullscreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    // On iPhones only the video itself can fill the screen.
    else if (this.stage?.requestFullscreen) await this.stage.requestFullscreen();
    else (this.video as { webkitEnterFullscreen?(): void } | undefined)?.webkitEnterFullscreen?.();
  }

  async togglePictureInPicture(): Promise<void> {
    if (document.pictureInPictureElement) await document.exitPictureInPicture();
    else if (document.pictureInPictureEnabled) await this.video?.requestPictureInPicture();
  }
}
