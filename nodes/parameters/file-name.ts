/** Names from outside that files may bear: bare, harmless on every system, and with the ending that fits what is in them. */
import { trimmedOf } from './clean-text';

/** What file systems refuse, separates folders, or would be seen as something else than it is. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*/\\]/gu;

/** What Windows keeps for devices, whatever ending follows. `COM¹` is one as well, and reads `COM1` when normalized. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com\d|lpt\d)$/i;

/** Common file systems take 255 bytes; a whole path of Windows has 260 characters. */
const MOST_BYTES = 255;
export const MOST_CHARACTERS = 120;

/** An ending that could be one of a file; the rest of `Store.Sales` and of `Report.2026` belongs to the name. */
const ENDING = /\.[a-z][a-z0-9]{0,3}$/i;

/** The name without directories and whatever harms; undefined when nothing is left. */
export function bareName(text: string): string | undefined {
  const clean = cleaned(text);
  const ending = /\.[^.\s]{1,10}$/.exec(clean)?.[0] ?? '';
  return joined(clean.slice(0, clean.length - ending.length), ending);
}

/**
 * The bare name with this ending in place of any other: what a service or a message calls the file does not decide
 * what another program takes it for.
 * @param extension without its dot
 */
export function fileName(text: string, extension: string): string | undefined {
  const ending = `.${extension}`;
  const clean = cleaned(text);
  const stem = withoutEnding(clean, ending) ?? clean.replace(ENDING, '');
  return joined(withoutEnding(stem, ending) ?? stem, withoutEnding(clean, ending) ? clean.slice(stem.length) : ending);
}

/** Begins the name of every file of invented data, so that nobody takes it for real (docs/practice.md, How it is told from the real one). */
const PRACTICE = 'practice-';

/** The name for a file of invented data. */
export function practiceName(name: string): string {
  return name.toLowerCase().startsWith(PRACTICE) ? name : `${PRACTICE}${name}`;
}

/** The first character of a text that no file name may have, those that separate folders among them. */
export function unfitCharacter(text: string): string | undefined {
  return text.match(UNFIT)?.[0];
}

/** A value as a part of a file name: a dash stands for what is unfit. Empty where nothing is left of it. */
export function namePart(value: string): string {
  return trimmed(value.normalize('NFC').replace(UNFIT, '-'));
}

/** Whether every file system takes it as a name; it is trimmed and has no unfit characters. */
export function isShortName(name: string): boolean {
  return name.length <= MOST_CHARACTERS && byteLength(name) < MOST_BYTES;
}

/** The name where no system keeps it for a device; else another like it. */
export function notADevice(name: string): string {
  return DEVICE.test(trimmed(name.split('.', 1)[0]!.normalize('NFKC'))) ? `_${name}` : name;
}

/** True for a name that hides a file, or of which Windows drops the end. */
export function isTrimmed(name: string): boolean {
  return name === trimmed(name);
}

function withoutEnding(name: string, ending: string): string | undefined {
  return name.toLowerCase().endsWith(ending.toLowerCase()) ? name.slice(0, name.length - ending.length) : undefined;
}

function cleaned(text: string): string {
  const last = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
  return trimmed(last.replace(UNFIT, ''));
}

/** Without dots and spaces at both ends: they hide a file, or are dropped by Windows. */
function trimmed(name: string): string {
  return trimmedOf((character) => character === '.' || character.trim() === '', name);
}

function joined(stem: string, ending: string): string | undefined {
  const kept = trimmed(shortened(stem, ending));
  if (kept === '') return undefined;
  return `${notADevice(kept)}${ending}`;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The beginning of a name that still fits with its ending, not cut within a character. */
function shortened(stem: string, ending: string): string {
  const bytes = MOST_BYTES - byteLength(ending) - 1;
  const characters = MOST_CHARACTERS - ending.length;
  if (stem.length <= characters && byteLength(stem) <= bytes) return stem;
  let size = 0;
  let count = 0;
  let length = 0;
  let whole = 0;
  for (const character of stem) {
    if (!/[\p{M}\p{Emoji_Modifier}]/u.test(character)) whole = length;
    size += byteLength(character);
    count += 1;
    if (size > bytes || count > characters) return stem.slice(0, whole || length);
    length += character.length;
  }
  return stem;
}
