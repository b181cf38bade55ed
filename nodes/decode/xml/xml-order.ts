/** The columns of an XML answer's rows, in the order in which their elements come. */

import type { ColumnInfo } from '../../record';
import { BytePattern, type PieceView } from '../piece-view';

export interface KnownElement {
  name: string;
  startTag: BytePattern;
  endTag: BytePattern;
  info: ColumnInfo;
  /** Where it stands in the order. */
  place: number;
  /** The end tag, what stands between the fields of a row, and the next element's start tag. */
  joint: BytePattern;
  /** The state of the order that the joint is of. */
  joinedAt: number;
}

/** Columns tried in turn for the next element; a row leaves out a few, seldom many. */
const TRIED = 64;
/** Elements put between others; the work of each grows with their number. Later ones go to the end. */
const MOST_PUT_BETWEEN = 256;
/** Stands where no `<` does. */
const NO_JOINT = new BytePattern(' ');

export class XmlOrder {
  readonly elements: KnownElement[] = [];
  readonly #places = new Map<string, KnownElement>();
  readonly #infos = new Set<ColumnInfo>();
  #putBetween = 0;
  /** White space between the fields of a row, as last seen. */
  #gap = '';
  /** Counts what makes joints out of date; each is made anew when it is needed. */
  #state = 0;

  /** Where the column of an element stands; -1 for an unknown one. */
  placeOf(tagName: string): number {
    return this.#places.get(tagName)?.place ?? -1;
  }

  /**
   * Learns an element, unless its column is known by another name: then no row may be read by the order alone, since
   * both may stand in it.
   * @param place where it goes when it is new
   */
  learn(tagName: string, info: ColumnInfo, place: number): void {
    if (this.#places.has(tagName) || this.#infos.has(info)) return;
    const element: KnownElement = {
      name: tagName,
      startTag: new BytePattern(`<${tagName}>`),
      endTag: new BytePattern(`</${tagName}>`),
      info,
      place: this.#freePlace(place),
      joint: NO_JOINT,
      joinedAt: -1,
    };
    this.#places.set(tagName, element);
    this.#infos.add(info);
    this.elements.splice(element.place, 0, element);
    for (let index = element.place + 1; index < this.elements.length; index++) this.elements[index]!.place = index;
    this.#state++;
  }

  /** Learns what stands between two elements that follow each other. */
  learnGap(gap: string): void {
    if (gap === this.#gap) return;
    this.#gap = gap;
    this.#state++;
  }

  jointOf(element: KnownElement): BytePattern {
    if (element.joinedAt !== this.#state) this.#join(element);
    return element.joint;
  }

  /** The place of the element that has its start tag here, among the next from `next` on; -1 when there is none. */
  placeAt(piece: PieceView, at: number, next: number): number {
    const end = Math.min(this.elements.length, next + TRIED);
    for (let place = next; place < end; place++) {
      if (piece.has(this.elements[place]!.startTag, at)) return place;
    }
    return -1;
  }

  #join(element: KnownElement): void {
    const next = this.elements[element.place + 1];
    element.joint = next ? new BytePattern(`</${element.name}>${this.#gap}<${next.name}>`) : NO_JOINT;
    element.joinedAt = this.#state;
  }

  #freePlace(wanted: number): number {
    const { length } = this.elements;
    if (wanted >= length) return length;
    this.#putBetween++;
    return this.#putBetween > MOST_PUT_BETWEEN ? length : wanted;
  }
}
