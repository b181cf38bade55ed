/** The fields of the rows of an answer in Json or Xml, in the order in which they come. */
import type { KnownColumn } from './answer-columns';
import { BytePattern, type PieceView } from './piece-view';

/** What stands before the value of a field and behind it: `<ID>` and `</ID>`, `"ID":` and the comma. */
interface FieldMarks {
  before: BytePattern;
  behind: BytePattern;
}

export interface KnownField extends FieldMarks {
  column: KnownColumn;
  /** Of its value in a record. */
  key: string;
  /** Where it stands in the order. */
  place: number;
  /** What stands behind the value when the next field follows: `</ID><Name>`, `,"Name":`. None for the last field. */
  joint: BytePattern | undefined;
  /** The state of the order that the joint is of. */
  joinedAt: number;
}

/** Fields tried in turn for the next one; a row leaves out a few, seldom many. */
const TRIED = 64;
/** Fields put between others; the work of each grows with their number. Later ones go to the end. */
const MOST_PUT_BETWEEN = 256;

export class KnownOrder {
  readonly fields: KnownField[] = [];
  readonly #byName = new Map<string, KnownField>();
  readonly #columns = new Set<KnownColumn>();
  #putBetween = 0;
  /** White space between the fields of a row, as last seen. */
  #gap = '';
  /** Counts what makes joints out of date; each is made anew when it is needed. */
  #state = 0;

  constructor(private readonly marksOf: (name: string) => FieldMarks) {}

  /** Where the field of this name, as it is written, stands; -1 for an unknown one. */
  placeOf(name: string): number {
    return this.#byName.get(name)?.place ?? -1;
  }

  /**
   * Learns a field, unless its column is known by another name: then no row may be read by the order alone, since both
   * may stand in it.
   * @param place where it goes when it is new
   */
  learn(name: string, column: KnownColumn, place: number): void {
    if (this.#byName.has(name) || this.#columns.has(column)) return;
    const { before, behind } = this.marksOf(name);
    const field: KnownField = {
      before,
      behind,
      column,
      key: column.info.name,
      place: this.#freePlace(place),
      joint: undefined,
      joinedAt: -1,
    };
    this.#byName.set(name, field);
    this.#columns.add(column);
    if (field.place === this.fields.length) this.fields.push(field);
    else this.fields.splice(field.place, 0, field);
    for (let index = field.place + 1; index < this.fields.length; index++) this.fields[index]!.place = index;
    this.#state++;
  }

  /** Learns what stands between two fields that follow each other. */
  learnGap(gap: string): void {
    if (gap === this.#gap) return;
    this.#gap = gap;
    this.#state++;
  }

  jointOf(field: KnownField): BytePattern | undefined {
    if (field.joinedAt !== this.#state) this.#join(field);
    return field.joint;
  }

  /** The place of the field that begins here, among the next from `next` on; -1 when there is none. */
  placeAt(piece: PieceView, at: number, next: number): number {
    const end = Math.min(this.fields.length, next + TRIED);
    for (let place = next; place < end; place++) {
      if (piece.has(this.fields[place]!.before, at)) return place;
    }
    return -1;
  }

  #join(field: KnownField): void {
    const next = this.fields[field.place + 1];
    field.joint = next && new BytePattern(field.behind.text + this.#gap + next.before.text);
    field.joinedAt = this.#state;
  }

  #freePlace(wanted: number): number {
    const { length } = this.fields;
    if (wanted >= length) return length;
    this.#putBetween++;
    return this.#putBetween > MOST_PUT_BETWEEN ? length : wanted;
  }
}
