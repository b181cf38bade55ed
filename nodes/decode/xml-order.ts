/** The columns of an XML answer's rows, in the order in which their elements come. */
import { BytePattern, type PieceView } from './piece-view';
import type { ColumnInfo } from './record-reader';

export interface KnownElement {
  name: string;
  startTag: BytePattern;
  endTag: BytePattern;
  info: ColumnInfo;
  /** The end tag, what stands between the fields of a row, and the next element's start tag. */
  joint: BytePattern;
}

/** Columns tried in turn for the next element; a row leaves out a few, seldom many. */
const TRIED = 64;
/** Stands where no `<` does. */
const NO_JOINT = new BytePattern(' ');

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
      const element: KnownElement = {
        name: tagName,
        startTag: new BytePattern(`<${tagName}>`),
        endTag: new BytePattern(`</${tagName}>`),
        info,
        joint: NO_JOINT,
      };
      this.#places.set(tagName, element);
      this.elements.splice(place, 0, element);
      this.#hasChanged = true;
    }
  }

  /** Learns what stands between two elements that follow each other. */
  learnGap(gap: string): void {
    if (gap === this.#gap) return;
    this.#gap = gap;
    this.#join();
  }

  /** Makes the joints fit, before rows are read by them. */
  settle(): void {
    if (this.#hasChanged) this.#join();
  }

  /** The place of the element that has its start tag here, among the next from `next` on; -1 when there is none. */
  placeAt(piece: PieceView, at: number, next: number): number {
    const end = Math.min(this.elements.length, next + TRIED);
    for (let place = next; place < end; place++) {
      if (piece.has(this.elements[place]!.startTag, at)) return place;
    }
    return -1;
  }

  #join(): void {
    this.#hasChanged = false;
    this.elements.forEach((element, index) => {
      const next = this.elements[index + 1];
      element.joint = next ? new BytePattern(`</${element.name}>${this.#gap}<${next.name}>`) : NO_JOINT;
    });
  }
}
