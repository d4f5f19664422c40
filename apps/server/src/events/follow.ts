/**
 * Calls back with each value of a stream, and once when it has ended: with what went wrong, if so.
 *
 * @returns ends it
 */
export function follow<T>(
  stream: AsyncIterable<T>,
  onValue: (value: T) => void,
  onEnd: (error?: unknown) => void,
): () => void {
  const values = stream[Symbol.asyncIterator]();
  const run = async () => {
    for (let next = await values.next(); !next.done; next = await values.next()) {
      onValue(next.value);
    }
  };
  run().then(() => onEnd(), onEnd);
  return () => void values.return?.();
}
