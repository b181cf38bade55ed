/**
 * Which example is in which picture of README and docs: one line each. `npx tsx test/docs/take-pictures.ts` takes them
 * all, `… take-pictures.ts dashboard` those whose name holds the word.
 */

export interface Picture {
  /** Name of its file in docs/pictures, without ending. */
  name: string;
  /** The example it is taken of, as Node-RED's import dialog names it. */
  example: string;
  /** Labels of the buttons to press, one after another; each run is waited for. */
  press: readonly string[];
  shows: Shown;
  /** In CSS pixels; 1280 × 720 when left out. A canvas is as large as its nodes. */
  size?: { width: number; height: number };
  colors?: 'light' | 'dark';
}

export type Shown =
  /** The flow as it lies on the canvas, cut to its nodes. */
  | { view: 'canvas' }
  /** The flow with what its debug nodes printed, first record unfolded, where this column is. */
  | { view: 'debug'; column: string }
  /** The dialog of the first node of a type, a filter added to it where one is named. */
  | { view: 'dialog'; type: string; filter?: { parameter: string; value: string } }
  /** Its Output tab, as if the connection allowed this folder: that of the machine is in no picture. */
  | { view: 'output'; type: string; folder: string }
  /** Its Columns tab, with personal data to be masked. */
  | { view: 'columns'; type: string }
  /** Its Incremental tab. */
  | { view: 'incremental'; type: string }
  /** Its Preview tab, with the first records. */
  | { view: 'preview'; type: string }
  /** The check-up in the dialog of the connection that the first node of a type uses, with what was found. */
  | { view: 'check-up'; type: string }
  /** The dialog of the connection that the first node of a type uses, changed to practice and tested. */
  | { view: 'practice'; type: string }
  /** The sidebar beside the flow, with the runs of the buttons. */
  | { view: 'sidebar' }
  /** A page of the dashboard, by its path below the dashboard's own. */
  | { view: 'dashboard'; page: string }
  /** The mail that arrived last, as a mail program shows its HTML. */
  | { view: 'mail' };

export const pictures: readonly Picture[] = [
  {
    name: 'first-flow',
    example: '1 Start/1 First flow',
    press: [''],
    shows: { view: 'debug', column: 'ProductSKU' },
  },
  {
    name: 'dialog',
    example: '1 Start/1 First flow',
    press: [],
    shows: {
      view: 'dialog',
      type: 'dataconnect-availability',
      filter: { parameter: 'ProductNames', value: 'iPhone XS Max 128 GB' },
    },
  },
  {
    name: 'preview',
    example: '1 Start/1 First flow',
    press: [],
    shows: { view: 'preview', type: 'dataconnect-availability' },
  },
  {
    name: 'practice',
    example: '1 Start/1 First flow',
    press: [],
    shows: { view: 'practice', type: 'dataconnect-availability' },
    size: { width: 1280, height: 650 },
  },
  {
    name: 'period-and-stores',
    example: '2 Databases/1 Daily sales into SQLite',
    press: [],
    shows: { view: 'dialog', type: 'dataconnect-sales-by-invoice' },
  },
  {
    name: 'columns',
    example: '2 Databases/1 Daily sales into SQLite',
    press: [],
    shows: { view: 'columns', type: 'dataconnect-sales-by-invoice' },
    size: { width: 1280, height: 1000 },
  },
  {
    name: 'incremental',
    example: '2 Databases/7 Nightly into PostgreSQL, only what is new',
    press: ['every night at 2:00'],
    shows: { view: 'incremental', type: 'dataconnect-sales-by-invoice' },
    size: { width: 1280, height: 1160 },
  },
  {
    name: 'databases',
    example: '2 Databases/1 Daily sales into SQLite',
    press: ['load March 2026'],
    shows: { view: 'canvas' },
  },
  {
    name: 'records-to-sql',
    example: '2 Databases/1 Daily sales into SQLite',
    press: [],
    shows: { view: 'dialog', type: 'dataconnect-records-to-sql' },
    size: { width: 1280, height: 1000 },
  },
  {
    name: 'health-check',
    example: '7 Operation/2 Health check',
    press: ['every 5 minutes'],
    shows: { view: 'canvas' },
  },
  {
    name: 'check-up',
    example: '7 Operation/3 Check-up of the service',
    press: [],
    shows: { view: 'check-up', type: 'dataconnect-check-up' },
    size: { width: 1280, height: 890 },
  },
  {
    name: 'every-error',
    example: '7 Operation/1 Every error caught and explained',
    press: ['a node behind fails'],
    shows: { view: 'canvas' },
  },
  {
    name: 'sidebar',
    example: '7 Operation/1 Every error caught and explained',
    press: ['wrong path', 'misspelt name', 'a node behind fails'],
    shows: { view: 'sidebar' },
    size: { width: 1280, height: 860 },
  },
  {
    name: 'morning-mail-flow',
    example: '3 E-mail/1 Morning mail with a table and the workbook',
    press: [],
    shows: { view: 'canvas' },
  },
  {
    name: 'morning-mail',
    example: '3 E-mail/1 Morning mail with a table and the workbook',
    press: ['every day at 7'],
    shows: { view: 'mail' },
    size: { width: 700, height: 420 },
  },
  {
    name: 'morning-mail-dark',
    example: '3 E-mail/1 Morning mail with a table and the workbook',
    press: ['every day at 7'],
    shows: { view: 'mail' },
    size: { width: 700, height: 420 },
    colors: 'dark',
  },
  {
    name: 'low-stock-flow',
    example: '3 E-mail/2 Low stock alert',
    press: [],
    shows: { view: 'canvas' },
  },
  {
    name: 'sales-dashboard-flow',
    example: '4 Dashboards/1 Sales dashboard',
    press: [],
    shows: { view: 'canvas' },
  },
  {
    name: 'sales-dashboard',
    example: '4 Dashboards/1 Sales dashboard',
    press: ['every hour'],
    shows: { view: 'dashboard', page: 'sales' },
    size: { width: 1280, height: 1150 },
  },
  {
    name: 'file',
    example: '5 Files/1 Report to a CSV file',
    press: [],
    shows: { view: 'output', type: 'dataconnect-sales-by-invoice', folder: '/data/reports' },
    size: { width: 1280, height: 860 },
  },
];
