/** One number that a media server tells of itself, as Prometheus has it. */
export interface Sample {
  /** Ends in `_total` when it counts from the start of the media server. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}
