/** Copies what a field holds. False where the browser refuses it: it stays marked, so that it can be copied by hand. */
export async function copyFrom(field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    // Refused, or a page that is not served by TLS, which has no clipboard.
    field.focus();
    field.select();
    return document.execCommand('copy');
  }
}
