/** The secrets that let this tab take its broadcast back after a reload; they end with the tab. */

export function loadResumeSecret(broadcastId: string): string | undefined {
  return sessionStorage.getItem(key(broadcastId)) ?? undefined;
}

export function keepResumeSecret(broadcastId: string, secret: string): void {
  sessionStorage.setItem(key(broadcastId), secret);
}

export function forgetResumeSecret(broadcastId: string): void {
  sessionStorage.removeItem(key(broadcastId));
}

function key(broadcastId: string): string {
  return `crowdlens.resume.${broadcastId}`;
}
