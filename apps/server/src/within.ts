/** Waits for an answer, but not longer: then `late` is the answer. Rejects as `answer` does. */
export async function within<T, Late>(
  timeoutMs: number,
  answer: Promise<T>,
  late: Late,
): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), timeoutMs);
  });
  return Promise.race([answer, timeout]).finally(() => clearTimeout(timer));
}
