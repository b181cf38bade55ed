/**
 * Takes secrets out of an Excel workbook: by what is known to be secret, and by the names of columns. A workbook
 * without any is passed on byte for byte; its parts are only looked through, as they expand.
 */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { SecretFinder } from '../finding/secret-finder';
import { isTelling } from '../finding/secret-forms';
import { mayHaveName } from '../finding/suspicious-names';
import { hasLettersAsBytes, mayBeWrittenOtherwise } from '../finding/written-otherwise';
import { type Masked, NotMaskable } from '../mask-text';
import { ValueMask } from '../mask-values';
import type { Redactor } from '../redact';
import { type Cell, textsOf, withoutTags } from './workbook-cells';
import { expanded, partsOf, type WorkbookPart } from './workbook-parts';

/** What is held at once to be rewritten. */
const LARGEST = 512 * 2 ** 20;
/** What is looked through: no workbook has more, and a bomb would. */
const LARGEST_EXPANDED = 8 * 2 ** 30;
const OVERLAP = 64;
/** What the head of a column looks like; a secret may have such a word in it as well. */
const NAME = /^[\p{L}\d _.-]{1,60}$/u;

/** @throws NotMaskable */
export async function maskWorkbook(
  workbook: Buffer,
  redactor: Redactor,
  declared: ReadonlySet<string>,
): Promise<Masked> {
  const parts = partsOf(workbook);
  if (!parts) {
    if (redactor.finder.suspects(workbook)) throw new NotMaskable();
    return { body: workbook, count: 0 };
  }
  const size = await suspiciousSize(parts, redactor, declared);
  if (size === undefined) return { body: workbook, count: 0 };
  if (size > LARGEST) throw new NotMaskable();
  return rewrite(workbook, redactor, declared);
}

/** @returns the size of all parts where one looks as if it had a secret; else nothing */
async function suspiciousSize(
  parts: readonly WorkbookPart[],
  redactor: Redactor,
  declared: ReadonlySet<string>,
): Promise<number | undefined> {
  let size = 0;
  let suspicious = declared.size > 0 || redactor.finder.isBlind;
  for (const part of parts) {
    let end = Buffer.alloc(0);
    for await (const chunk of expanded(part)) {
      if (size === 0 || end.length === 0) suspicious ||= isXml(part.name) && !hasLettersAsBytes(undefined, chunk);
      size += chunk.length;
      if (size > LARGEST_EXPANDED) throw new NotMaskable();
      if (suspicious) continue;
      const piece = Buffer.concat([end, chunk]);
      suspicious = redactor.finder.suspects(piece) || (isXml(part.name) && isSuspiciousXml(piece));
      end = Buffer.from(piece.subarray(-OVERLAP));
    }
  }
  return suspicious ? size : undefined;
}

function isXml(name: string): boolean {
  return /\.(xml|rels|vml)$/i.test(name);
}

/** Rich text is cut into runs, so that no part of a secret need stand in one piece. */
function isSuspiciousXml(piece: Buffer): boolean {
  return (
    /<(?:[\w.-]+:)?r[\s>]/.test(piece.toString('latin1')) || mayBeWrittenOtherwise(piece, 'Xml') || mayHaveName(piece)
  );
}

function rewrite(workbook: Buffer, redactor: Redactor, declared: ReadonlySet<string>): Masked {
  const parts = unzipSync(workbook);
  const texts = new Map(
    Object.keys(parts)
      .filter(isXml)
      .map((name) => [name, strFromU8(parts[name]!)]),
  );
  const named = namedTexts(texts, new ValueMask(redactor, declared));
  if (named.some((text) => !isTelling(text))) throw new NotMaskable();
  const finder = new SecretFinder(named);
  const clean = (text: string) => redactor.redactData(text, (plain) => finder.spans(plain));
  let count = 0;
  for (const [name, bytes] of Object.entries(parts)) {
    const text = texts.get(name);
    const masked = text === undefined ? undefined : clean(withWholeItems(text, clean));
    const left = masked === undefined ? Buffer.from(bytes).toString('latin1') : withoutTags(masked);
    if (clean(left) !== left || clean(name) !== name) throw new NotMaskable();
    if (masked === undefined || masked === text) continue;
    parts[name] = strToU8(masked);
    count++;
  }
  return count === 0 ? { body: workbook, count } : { body: Buffer.from(zipSync(parts)), count };
}

/** Texts below a cell that holds the name of a secret. */
function namedTexts(texts: ReadonlyMap<string, string>, mask: ValueMask): string[] {
  const shared = [...texts]
    .filter(([name]) => /sharedStrings\.xml$/i.test(name))
    .flatMap(([, xml]) => textsOf(xml).items);
  for (const [name, xml] of texts) {
    if (!/worksheets\//i.test(name)) continue;
    const cells = textsOf(xml).cells.map((cell) =>
      cell.shared ? { ...cell, text: shared[Number(cell.text)]?.text ?? '' } : cell,
    );
    learnBelowNames(cells, mask);
  }
  return [...mask.named];
}

function learnBelowNames(cells: readonly Cell[], mask: ValueMask): void {
  const heads = new Map<string, ReturnType<ValueMask['kindOf']>>();
  for (const { column, text } of [...cells].sort((one, other) => one.row - other.row)) {
    const head = heads.get(column);
    if (head) mask.learn(text, head);
    else if (NAME.test(text) && mask.kindOf(text) !== 'plain') heads.set(column, mask.kindOf(text));
  }
}

/** Makes one run of each text that has a secret in it, which may be cut into several. */
function withWholeItems(xml: string, clean: (text: string) => string): string {
  let done = 0;
  let result = '';
  for (const { from, to, text, prefix } of textsOf(xml).items) {
    const masked = clean(text);
    if (masked === text) continue;
    const escaped = masked.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    result += `${xml.slice(done, from)}<${prefix}t xml:space="preserve">${escaped}</${prefix}t>`;
    done = to;
  }
  return result + xml.slice(done);
}
