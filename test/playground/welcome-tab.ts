/** The first tab of the playground: what is here, where it is, and what to press. No part of the package. */
import type { ExampleFile } from '../examples/example-files';
import type { FlowNode } from '../flows/node-red';

export interface Links {
  inbox: string;
  dashboard: string;
  database: string;
  emulator: string;
  /** The folder that our nodes may write into. */
  files: string;
}

/** An example that is not among the tabs, and why. */
export interface LeftOut {
  example: ExampleFile;
  why: string;
}

interface Welcome {
  links: Links;
  here: readonly ExampleFile[];
  leftOut: readonly LeftOut[];
}

/** A comment: the line on the canvas, and what the information sidebar says when it is selected. */
interface Comment {
  line: string;
  info: string;
}

const TAB = 'playground-welcome';

export function isWelcome({ id }: FlowNode): boolean {
  return id.startsWith(TAB);
}

/** The links are in the description, which the information sidebar shows: a comment on the canvas has only text. */
export function welcomeTab({ links, here, leftOut }: Welcome): FlowNode[] {
  const places: [name: string, address: string, text: string][] = [
    ['Inbox', links.inbox, 'Mails that the flows here send arrive there, with their attachments, and go nowhere else.'],
    ['Dashboard', links.dashboard, 'The charts of the examples in *Dashboards*, once their buttons were pressed.'],
    ['Database', links.database, 'The tables that the SQLite examples in *Databases* write.'],
    [
      'Emulator',
      links.emulator,
      'It stands in for DataConnect, with made-up data. Its page shows requests and sets faults.',
    ],
  ];
  const linked = places.map(([name, address]) => `[${name}](${address})`).join(' · ');
  const described = places.map(([name, address, text]) => `[${name}](${address}): ${text}`).join('\n\n');
  const missing = leftOut.map(({ example, why }) => `- ${titleOf(example)}: ${why}`);
  const info = [
    linked,
    BEGIN,
    described,
    `Files that our nodes write lie in \`${links.files}\`.`,
    'The connection *Emulator* has the credentials of its account already. All examples are in **Menu → Import → Examples** too.',
    ...(missing.length > 0 ? [`Not among the tabs:\n\n${missing.join('\n')}`] : []),
  ].join('\n\n');
  const left: Comment[] = [
    { line: 'Welcome: begin with the tab "First flow"', info },
    ...places.map(([name, address, text]) => ({
      line: `${name}: ${address}`,
      info: `[${address}](${address})\n\n${text}`,
    })),
    { line: `Files: ${links.files}`, info: 'The folder of this machine that our nodes write files into.' },
    ...leftOut.map(({ example, why }) => ({ line: `Not here: ${titleOf(example)}`, info: why })),
  ];
  const right = here.map((example) => ({ line: titleOf(example), info: descriptionOf(example) }));
  return [
    { id: TAB, type: 'tab', label: 'Welcome', disabled: false, info },
    ...placed(left, { column: 'a', x: 60 }),
    ...placed(right, { column: 'b', x: 580 }),
  ];
}

const BEGIN =
  'In the tab **First flow** press the button at the left of the inject node, and look at the debug sidebar (the beetle). The other tabs work the same way: the first comment of each says what it does and what to change.';

/** @param x of the left edge: a node's own x is that of its middle */
function placed(comments: readonly Comment[], { column, x }: { column: string; x: number }): FlowNode[] {
  return comments.map(({ line, info }, index) => ({
    id: `${TAB}-${column}${index + 1}`,
    type: 'comment',
    z: TAB,
    name: line,
    info,
    x: x + widthOf(line) / 2,
    y: 40 * (index + 1),
    wires: [],
  }));
}

/** As wide as Node-RED draws a comment: it goes by whole squares of its grid. */
function widthOf(line: string): number {
  const letters = [...line].reduce((sum, letter) => sum + letterWidth(letter), 0);
  return 20 * Math.ceil((50 + (LETTER_SIZE * letters) / 1000) / 20);
}

/** Of Node-RED's labels, in pixels. */
const LETTER_SIZE = 14;
/** Letters of Helvetica, and of the fonts that stand in for it, by their width in thousandths of their size. */
const LETTER_WIDTHS: readonly [number, string][] = [
  [191, "'"],
  [222, 'ijl'],
  [278, ' !,./:;I[]ft\\'],
  [333, '()-`r'],
  [500, 'ckvxyzsJ'],
  [611, 'FTZ'],
  [667, 'ABEKPSVXY&'],
  [722, 'CDHNRUw'],
  [778, 'GOQ'],
  [833, 'Mm'],
  [944, 'W'],
];
/** Of all others, figures among them. */
const USUAL_WIDTH = 556;

function letterWidth(letter: string): number {
  return LETTER_WIDTHS.find(([, letters]) => letters.includes(letter))?.[0] ?? USUAL_WIDTH;
}

/** The folder without its number, and the label of the tab. */
function titleOf(example: ExampleFile): string {
  return `${example.name.split('/')[0]!.replace(/^\d+ /, '')}: ${tabOf(example).label}`;
}

function descriptionOf(example: ExampleFile): string {
  return String(tabOf(example).info ?? '');
}

/** An example is one tab. */
export function tabOf({ nodes }: ExampleFile): FlowNode {
  return nodes.find(({ type }) => type === 'tab')!;
}
