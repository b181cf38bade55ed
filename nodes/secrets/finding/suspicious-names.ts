/** Whether the name of a secret may stand in bytes; whether one does is only known of names that were read. */

/** What is in every name that `secret-names.ts` knows, and how XML begins a character that no name may have. */
const NAMES =
  /token|passw|passphrase|passcode|secret|cookie|authori|bearer|credential|(?:api|access|private|subscription).?key|auth.?header|www.?auth|basic.?auth|\bauth\b|pwd|jwt|_x00/i;

/** Bytes that are looked through at once, and bytes that the next look begins earlier. */
const PART = 1 << 20;
const OVERLAP = 64;

export function mayHaveName(bytes: Buffer): boolean {
  for (let start = 0; start < bytes.length; start += PART - OVERLAP) {
    if (NAMES.test(bytes.toString('latin1', start, start + PART))) return true;
  }
  return false;
}
