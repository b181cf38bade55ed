/** The marks of XML: tags, comments, CDATA sections and processing instructions in a text. */
import type { Phrase } from '../../errors';
import { characterData, localName } from './xml-text';

/** The value as it is written, between its quotes. */
type RawAttribute = readonly [name: string, value: string];

export interface StartTag {
  name: string;
  attributes: readonly RawAttribute[];
  /** `<Name/>` */
  isEmpty: boolean;
  /** Behind the tag. */
  end: number;
}

/** An element with text in it and no elements. */
export interface TextElement {
  tag: StartTag;
  text: string;
  /** Behind the end tag. */
  end: number;
}

const TAG_NAME = /<([^\s<>/=!?"'&]+)/y;
const ATTRIBUTE = /\s+([^\s<>/="'&]+)\s*=\s*(?:"([^<"]*)"|'([^<']*)')/y;
const TAG_END = /\s*(\/?)>/y;
const END_TAG = /<\/([^\s<>]+)\s*>/y;

/** A line end or tab in an attribute stands for a space, unless it is written as a reference. */
const LINE_END = /\r\n|[\t\r\n]/g;

const CDATA = '<![CDATA[';

/** @returns nothing where no whole start tag stands at the place */
export function startTagAt(text: string, at: number): StartTag | undefined {
  const name = matchAt(TAG_NAME, text, at);
  if (name === null) return undefined;
  const attributes: RawAttribute[] = [];
  let end = at + name[0].length;
  for (let match = matchAt(ATTRIBUTE, text, end); match !== null; match = matchAt(ATTRIBUTE, text, end)) {
    attributes.push([match[1]!, (match[2] ?? match[3])!]);
    end += match[0].length;
  }
  const close = matchAt(TAG_END, text, end);
  if (close === null) return undefined;
  return { name: name[1]!, attributes, isEmpty: close[1] === '/', end: end + close[0].length };
}

/** The same for an end tag. `end`: behind it. */
export function endTagAt(text: string, at: number): { name: string; end: number } | undefined {
  const match = matchAt(END_TAG, text, at);
  return match === null ? undefined : { name: match[1]!, end: at + match[0].length };
}

/** The attributes that count as columns: all but those with a prefix, and `xmlns`. @throws XmlError */
export function columnAttributesOf(tag: StartTag): Array<readonly [name: string, value: string]> {
  return tag.attributes
    .map(([name, value]) => [name, decoded(value.replace(LINE_END, ' '))] as const)
    .filter(([name]) => !name.includes(':') && name !== 'xmlns');
}

/** The namespace that the tag declares for names without a prefix. */
export function xmlNamespace(tag: StartTag): string | undefined {
  return tag.attributes.find(([name]) => name === 'xmlns')?.[1];
}

/** Whether the tag says that its element has no value. @throws XmlError */
export function isNil(tag: StartTag): boolean {
  const nil = tag.attributes.find(([name]) => name.includes(':') && localName(name) === 'nil');
  return nil !== undefined && /^(true|1)$/.test(decoded(nil[1]).trim());
}

/** Behind the comment or processing instruction at `at`; `at` itself where there is none. @throws XmlError */
export function behindRemark(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  return text.startsWith('<?', at) ? behind(text, '?>', at + 2) : at;
}

/**
 * Reads an element with its text, CDATA sections included.
 * @returns nothing when the text ends before the element does
 * @throws XmlError where it is not well-formed, or has elements inside
 */
export function textElementAt(source: string, at: number): TextElement | undefined {
  const tag = startTagAt(source, at);
  if (tag === undefined) throw new XmlError({ phrase: 'xml-bad-tag' });
  if (tag.isEmpty) return { tag, text: '', end: tag.end };
  let text = '';
  let place = tag.end;
  for (;;) {
    const mark = source.indexOf('<', place);
    if (mark < 0) return undefined;
    text += decoded(source.slice(place, mark));
    const end = endTagAt(source, mark);
    if (end !== undefined) {
      if (end.name !== tag.name) {
        throw new XmlError({ phrase: 'xml-wrong-end-tag', facts: { found: end.name, wanted: tag.name } });
      }
      return { tag, text, end: end.end };
    }
    if (source.startsWith(CDATA, mark)) {
      place = behind(source, ']]>', mark + CDATA.length);
      text += source.slice(mark + CDATA.length, place - 3).replace(/\r\n?/g, '\n');
      continue;
    }
    place = behindRemark(source, mark);
    if (place === mark) throw new XmlError(insideOf(source, mark, tag.name));
  }
}

/** What is wrong with an XML text; the reader adds where. */
export class XmlError extends Error {
  constructor(readonly problem: Phrase) {
    super(problem.phrase);
  }
}

function matchAt(sticky: RegExp, text: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(text);
}

function decoded(raw: string): string {
  const text = characterData(raw);
  if (text === undefined) throw new XmlError({ phrase: 'xml-unknown-reference' });
  return text;
}

function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  if (at < 0) throw new XmlError({ phrase: 'xml-open-section', facts: { mark } });
  return at + mark.length;
}

function insideOf(source: string, at: number, name: string): Phrase {
  if (source.startsWith('<!', at)) return { phrase: 'xml-declaration' };
  return { phrase: 'xml-elements-inside', facts: { name } };
}
