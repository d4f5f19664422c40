/** The key of a shortcut: one character without Ctrl, Alt or ⌘, not typed into a field or dialog. */
export function shortcutOf(event: KeyboardEvent): string | undefined {
  const { key, ctrlKey, altKey, metaKey, target } = event;
  if (ctrlKey || altKey || metaKey || key.length !== 1) return undefined;
  if (target instanceof Element && target.closest('input, select, textarea, dialog')) {
    return undefined;
  }
  return key.toLowerCase();
}
