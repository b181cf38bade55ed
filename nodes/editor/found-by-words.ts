/**
 * Nodes are found by the words of people who do not know their names: in the palette's search, in that of quick-add and
 * in the list of the help. Node-RED looks for what was typed, as it was typed, in a text of each node: the attribute
 * `data-palette-label` of the palette, `index` of an item of quick-add, `palleteLabel` of the help. Behind it come the
 * words, and what was typed if the node is meant by it. No text that is shown changes. Where a Node-RED has its searches
 * otherwise, they find what they found before.
 */
import { fitsWords, searchable } from './word-match';

/** Json text, defined by `build.ts`: by what follows `dataconnect-` in a type. */
declare const SEARCH_WORDS: string;

/** Ends what is Node-RED's in a text; nobody types it. */
const BEHIND = '\n';
const OURS = 'dataconnect-';

let words: Record<string, string> | undefined;
const searchableTexts = new Map<string, string[]>();

/** To be called once per page. */
export function listenToSearches(): void {
  // Before Node-RED's own listeners, which wait until nothing more is typed.
  for (const event of ['keyup', 'input']) document.addEventListener(event, onTyped, true);
}

/** Gives the words to the nodes that the palette has now. */
export function addWordsToPalette(typed = ''): void {
  for (const node of document.querySelectorAll(`.red-ui-palette-node[data-palette-type^="${OURS}"]`)) {
    const [type, label] = ['type', 'label'].map((name) => node.getAttribute(`data-palette-${name}`) ?? '');
    node.setAttribute('data-palette-label', foundBy(type!, label!, typed));
  }
}

function onTyped({ target }: Event): void {
  if (!(target instanceof HTMLInputElement)) return;
  const search = searches.find(({ field }) => target.matches(field));
  try {
    search?.addWords(target.value);
  } catch {
    // A search that is not what it was.
  }
}

const searches: ReadonlyArray<{ field: string; addWords: (typed: string) => void }> = [
  { field: '#red-ui-palette-search input', addWords: addWordsToPalette },
  { field: '#red-ui-type-search-input', addWords: addWordsToQuickAdd },
  { field: '.red-ui-info-toolbar input', addWords: addWordsToHelp },
];

function addWordsToQuickAdd(typed: string): void {
  for (const content of document.querySelectorAll('#red-ui-type-search .red-ui-editableList-item-content')) {
    const item = $(content).data('data') as { type?: unknown; index?: unknown } | undefined;
    if (!item || typeof item.type !== 'string' || typeof item.index !== 'string') continue;
    if (item.type.startsWith(OURS)) item.index = foundBy(item.type, item.index, typed).toLowerCase();
  }
}

function addWordsToHelp(typed: string): void {
  const list = $('.red-ui-sidebar-help-toc > .red-ui-treeList') as unknown as HelpList;
  for (const id of Object.keys(wordsByType())) {
    const item = list.treeList('get', `node-type:${OURS}${id}`);
    if (typeof item?.palleteLabel === 'string') item.palleteLabel = foundBy(`${OURS}${id}`, item.palleteLabel, typed);
  }
}

/** A tree list of Node-RED's, with the nodes that the help has; the spelling is Node-RED's. */
interface HelpList {
  treeList(method: 'get', id: string): { palleteLabel?: unknown } | undefined;
}

/** @param text Node-RED's, to which words may have been added before */
function foundBy(type: string, text: string, typed: string): string {
  const own = text.split(BEHIND)[0]!;
  const known = wordsByType()[type.slice(OURS.length)] ?? '';
  const isMeant = typed.trim() !== '' && fitsWords(searchable(typed), searchableOnce(`${own} ${known}`));
  return [own, known, ...(isMeant ? [typed] : [])].join(BEHIND);
}

/** A person types letter by letter, and each letter looks through all nodes. */
function searchableOnce(text: string): string[] {
  const known = searchableTexts.get(text) ?? searchable(text);
  searchableTexts.set(text, known);
  return known;
}

function wordsByType(): Record<string, string> {
  words ??= JSON.parse(SEARCH_WORDS) as Record<string, string>;
  return words;
}
