/** The columns of an XML answer's rows, in the order in which their elements come. */
import { standsAt } from './byte-texts';
import type { ColumnInfo } from './record-reader';

export interface KnownElement {
  startTag: Buffer;
  endTag: Buffer;
  info: ColumnInfo;
  /** The end tag, what stands between the fields of a row, and the next element's start tag. */
  joint: Buffer;
}

/** Columns tried in turn for the next element; a row leaves out a few, seldom many. */
const TRIED = 64;
/** Stands where no `<` does. */
const NO_JOINT = Buffer.from(' ');

export class XmlOrder {
  readonly elements: KnownElement[] = [];
  readonly #places = new Map<string, KnownElement>();
  /** White space between the fields of a row, as last seen. */
  #gap = '';
  /** True until the joints fit the order again. */
  #hasChanged = false;

  /** Where the column of an element stands; -1 for an unknown one. */
  placeOf(tagName: string): number {
    const known = this.#places.get(tagName);
    return known === undefined ? -1 : this.elements.indexOf(known);
  }

  /**
   * Learns an element, unless its column is known by another name: then no row may be read by the order alone, since
   * both may stand in it.
   * @param place where it goes when it is new
   */
  learn(tagName: string, info: ColumnInfo, place: number): void {
    if (!this.#places.has(tagName) && this.elements.every((element) => element.info !== info)) {
      const startTag = Buffer.from(`<${tagName}>`);
      const element = { startTag, endTag: Buffer.from(`</${tagName}>`), info, joint: NO_JOINT };
      this.#places.set(tagName, element);
      this.elements.splice(place, 0, element);
      this.#hasChanged = true;
    }
  }

  /** Learns what stands between two elements that follow each other. */
  learnGap(bytes: Buffer, start: number, end: number): void {
    if (end - start === this.#gap.length && (start === end || bytes.toString('latin1', start, end) === this.#gap))
      return;
    this.#gap = bytes.toString('latin1', start, end);
    this.#join();
  }

  /** Makes the joints fit, before rows are read by them. */
  settle(): void {
    if (this.#hasChanged) this.#join();
  }

  /** The place of the element that has its start tag here, among the next from `next` on; -1 when there is none. */
  placeAt(bytes: Buffer, at: number, next: number): number {
    const end = Math.min(this.elements.length, next + TRIED);
    for (let place = next; place < end; place++) {
      if (standsAt(bytes, at, this.elements[place]!.startTag)) return place;
    }
    return -1;
  }

  #join(): void {
    this.#hasChanged = false;
    this.elements.forEach((element, index) => {
      const next = this.elements[index + 1];
      element.joint =
        next === undefined ? NO_JOINT : Buffer.concat([element.endTag, Buffer.from(this.#gap), next.startTag]);
    });
  }
}
