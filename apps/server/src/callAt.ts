/** A timer cannot wait for longer: about 25 days. */
const MAX_WAIT_MS = 2 ** 31 - 1;

/** Calls back at a time, however far away. @returns gives it up */
export function callAt(time: Date, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = () => {
    const remaining = time.getTime() - Date.now();
    timer =
      remaining > MAX_WAIT_MS ? setTimeout(wait, MAX_WAIT_MS) : setTimeout(callback, remaining);
  };
  wait();
  return () => clearTimeout(timer);
}
