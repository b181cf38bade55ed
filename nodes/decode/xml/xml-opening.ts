/** Elements of .NET's DataSet and DataTable that hold the rows or stand beside them, and are no rows themselves. */
import { type StartTag, xmlNamespace } from './xml-tags';
import { localName } from './xml-text';

const SCHEMA = 'http://www.w3.org/2001/XMLSchema';
/** What the rows of a table or a DataSet without a name of its own are wrapped in. */
const DATA_SET = /^(NewDataSet|DocumentElement)$/;
/** The parts of a diffgram that say what rows were before, and what is wrong with them. */
const BESIDE = /^(before|errors)$/;

/** Whether the element holds the rows, as its parent may do. */
export function isWrapper(tag: StartTag, parent: StartTag): boolean {
  if (isDiffgram(tag)) return true;
  return isDiffgram(parent) ? !isBeside(tag, parent) : DATA_SET.test(localName(tag.name));
}

/** Whether the element is to be passed over: an XSD, or the other parts of a diffgram. */
export function isPassedOver(tag: StartTag, parent: StartTag): boolean {
  return isSchema(tag) || (isDiffgram(parent) && isBeside(tag, parent));
}

function isSchema(tag: StartTag): boolean {
  const name = localName(tag.name);
  return name === 'schema' && (tag.name !== name || xmlNamespace(tag) === SCHEMA);
}

function isDiffgram({ name }: StartTag): boolean {
  return localName(name) === 'diffgram';
}

function isBeside(tag: StartTag, parent: StartTag): boolean {
  return BESIDE.test(localName(tag.name)) && prefixOf(tag) === prefixOf(parent);
}

function prefixOf({ name }: StartTag): string {
  return name.slice(0, name.indexOf(':') + 1);
}
